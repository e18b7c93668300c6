using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Routing;

namespace Countersign.Gateway.Explaining;

/// <summary>What the gateway would do with a request.</summary>
public sealed record DryRunResult
{
    /// <summary>The route that matches; null when none does.</summary>
    public string? Route { get; init; }

    /// <summary>The status of the gateway's own answer; 200 stands for a request that would be forwarded.</summary>
    public int Status { get; init; }

    /// <summary>Why it would be refused; null when it would be forwarded.</summary>
    public Refusal? Reason { get; init; }

    /// <summary>Whether the upstream would see it; false for refusals, and for preflights and documents, which the gateway answers.</summary>
    public bool IsForwarded => Reason is null && Headers.IsEmpty;

    /// <summary>Whose exchange of the token the rest hangs on; null where none is needed. A dry run does not try it: it would leave a token at the issuer.</summary>
    public string? UntriedExchange { get; init; }

    /// <summary>What the operator may know about the reason.</summary>
    public string? Evidence { get; init; }

    /// <summary>The fields of the answer.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body of the answer.</summary>
    public string Body { get; init; } = "";

    /// <summary>Every scheme's verdict.</summary>
    public ImmutableArray<ExplainedScheme> Schemes { get; init; } = [];

    /// <summary>Routes before the one that matches that nearly did, nearest first.</summary>
    public ImmutableArray<NearMatch> NearMatches { get; init; } = [];

    /// <summary>Writes the result as one JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("route", Route);
        json.WriteNumber("status", Status);
        json.WriteBoolean("forwarded", IsForwarded);
        json.WriteString("reason", Reason?.Row().Slug);
        json.WriteString("evidence", Evidence);
        json.WriteString("exchange", UntriedExchange is null ? null : "not-tried");
        json.WriteStartArray("headers");
        foreach (var (name, value) in Headers)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("schemes");
        foreach (var scheme in Schemes)
        {
            json.WriteStartObject();
            json.WriteString("name", scheme.Name);
            json.WriteString("verdict", scheme.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        NearMatchJson.Write(json, NearMatches);
        json.WriteEndObject();
    }

    /// <summary>The result but for the answer.</summary>
    internal IEnumerable<ToldLine> Lines()
    {
        yield return new("route", Route ?? "none matches");
        foreach (var match in NearMatches)
            yield return new("nearly", $"{match.Route}: {match.Why}");
        foreach (var scheme in Schemes)
            yield return new("scheme", $"{scheme.Name}: {scheme.Verdict}");
        yield return new("verdict", Reason is { } refusal ? $"{refusal.Row().Slug}: {refusal.Row().Sentence}" : IsForwarded ? "would be forwarded" : "answered by the gateway itself");
        if (Reason is null && UntriedExchange is { } issuer)
            yield return new("exchange", $"not tried: {issuer} may refuse to exchange the token, and the request with it");
        if (Reason is not null && Evidence is not null)
            yield return new("evidence", Evidence);
    }

    /// <summary>Writes the result for a terminal.</summary>
    public void Write(TextWriter text)
    {
        foreach (var (name, value) in Lines())
            text.WriteLine($"{name,-8}  {Printable.Of(value)}");
        if (Reason is null)
            return;
        text.WriteLine("answer");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  HTTP/1.1 {Status}"));
        foreach (var (name, value) in Headers)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {Printable.Of(value)}"));
        text.WriteLine();
        foreach (var line in Body.Split('\n'))
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {line}"));
    }
}
