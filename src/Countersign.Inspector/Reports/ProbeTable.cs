using System.Globalization;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Reports;

/// <summary>What was asked besides, and what was not.</summary>
internal static class ProbeTable
{
    /// <summary>What stands in place of an answer where nothing was asked.</summary>
    public const string NotRun = "not run";

    /// <summary>As a table of who asked by which method; empty where nothing was asked.</summary>
    public static IEnumerable<string> Lines(Recording recording)
    {
        if (recording.Probes.IsEmpty)
            return Offer(recording);
        var (methods, rows) = Access(recording);
        var others = Others(recording);
        var width = rows.Concat(others).Max(row => row.Who.Length) + 2;
        return
        [
            "",
            string.Create(CultureInfo.InvariantCulture, $"what was asked besides ({recording.Probes.Count(each => each.Exchange is not null)} questions, {recording.Probes.Count(each => each.NotRun is not null)} not run)"),
            Row("", methods, width),
            .. rows.Concat(others).Select(row => Row(row.Who, row.Answers, width)),
            .. Reasons(recording).Select(reason => $"  {NotRun}: {reason}"),
        ];
    }

    /// <summary>Who asked by which method, and the answers; <c>-</c> where that was not to be asked.</summary>
    public static (List<string> Methods, List<(string Who, List<string> Answers)> Rows) Access(Recording recording)
    {
        var access = recording.Probes.Where(each => each.Probe.Purpose == ProbePurpose.Access).ToList();
        var methods = access.Select(each => each.Probe.Method).Distinct(StringComparer.Ordinal).ToList();
        return (methods, [.. access.GroupBy(each => Who(each.Probe), StringComparer.Ordinal).Select(group => (group.Key, methods.ConvertAll(method => group.Where(each => each.Probe.Method == method).Select(each => Answer(each, recording)).FirstOrDefault() ?? "-")))]);
    }

    /// <summary>What was asked for other reasons, each with its one answer.</summary>
    public static List<(string Who, List<string> Answers)> Others(Recording recording) =>
        [.. recording.Probes.Where(each => each.Probe.Purpose != ProbePurpose.Access).Select(each => (Who(each.Probe), new List<string> { Answer(each, recording) }))];

    /// <summary>Why some were not run.</summary>
    public static IEnumerable<string> Reasons(Recording recording) => recording.Probes.Select(each => each.NotRun).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>For programs.</summary>
    public static void Write(Utf8JsonWriter json, Recording recording)
    {
        json.WriteStartArray("probes");
        foreach (var each in recording.Probes)
        {
            json.WriteStartObject();
            json.WriteString("purpose", each.Probe.Purpose.ToString().ToLowerInvariant());
            json.WriteString("method", each.Probe.Method);
            json.WriteString("url", each.Probe.Url.GetLeftPart(UriPartial.Path));
            json.WriteString("credentials", Code(each.Probe.Credentials));
            json.WriteString("scheme", each.Probe.Scheme);
            json.WriteString("origin", each.Probe.Field("Origin"));
            if (each.Exchange is { } exchange)
            {
                json.WriteNumber("exchange", exchange);
                json.WriteNumber("status", recording.Exchanges[exchange].Status);
            }
            else
            {
                json.WriteString("notRun", each.NotRun);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What one exchange leaves open is said where there was one that could be asked further.
    private static IEnumerable<string> Offer(Recording recording) =>
        recording is { Source: RecordingSource.Live } && recording.Exchanges.Any(each => each is { Role: ExchangeRole.Request, Status: 401 or 403 })
            ? ["", "not asked: other methods, wrong credentials, other origins; what they get is not decided (--probe asks)"]
            : [];

    private static string Row(string who, List<string> answers, int width) => $"  {who.PadRight(width)}{string.Join("  ", answers.Select(answer => answer.PadRight(NotRun.Length)))}".TrimEnd();

    private static string Answer(ProbeResult result, Recording recording) => result.Exchange is not { } index
        ? NotRun
        : recording.Exchanges[index] is { Response: not null, Status: var status } ? status.ToString(CultureInfo.InvariantCulture) : "none";

    private static string Who(Probe probe) => probe switch
    {
        { Purpose: ProbePurpose.Preflight } => $"preflight of {probe.Field("Origin")}",
        { Purpose: ProbePurpose.Readable } => $"script of {probe.Field("Origin")}, {(probe.Credentials == ProbeCredentials.Given ? "given" : "no credentials")}",
        { Purpose: ProbePurpose.Condition } => $"If-None-Match: {probe.Field("If-None-Match")}",
        { Purpose: ProbePurpose.Missing } => "a path that is not there",
        { Purpose: ProbePurpose.Metadata } => "description of the resource",
        { Purpose: ProbePurpose.Variant } => probe.Url.AbsolutePath,
        { Credentials: ProbeCredentials.None } => "no credentials",
        { Credentials: ProbeCredentials.Wrong } => $"nobody's {probe.Scheme}",
        { Credentials: ProbeCredentials.Malformed } => $"\"{probe.Scheme}\"",
        { Credentials: ProbeCredentials.WrongPassword } => "wrong password",
        _ => "given credentials",
    };

    private static string Code(ProbeCredentials credentials) => credentials switch
    {
        ProbeCredentials.None => "none",
        ProbeCredentials.Wrong => "wrong",
        ProbeCredentials.Malformed => "malformed",
        ProbeCredentials.WrongPassword => "wrong-password",
        _ => "given",
    };
}
