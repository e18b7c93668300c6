using System.Collections.Immutable;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Routing;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Explaining;

/// <summary>What one scheme of the route made of a request.</summary>
/// <param name="Name">The configured name of the scheme.</param>
/// <param name="Verdict">accepted, not-presented, not-asked (the request was refused before), or the slug of its refusal.</param>
public sealed record ExplainedScheme(string Name, string Verdict)
{
    /// <summary>The word for a scheme that gave no verdict where none did: the gate asks them once it knows that the credentials are readable and whose.</summary>
    internal static string WithoutVerdict(Refusal? refusal) =>
        refusal is null or Refusal.CredentialsMissing or Refusal.SchemeNotOffered or Refusal.CleartextTransport ? "not-presented" : "not-asked";
}

/// <summary>One check that failed.</summary>
/// <param name="Scheme">The scheme whose check it is, or <c>gateway</c>.</param>
/// <param name="Check">The slug of the refusal.</param>
/// <param name="Sentence">What it means.</param>
/// <param name="Evidence">What was seen, without anything secret; null when there is nothing to add.</param>
public sealed record FailedCheck(string Scheme, string Check, string Sentence, string? Evidence);

/// <summary>The whole story of a refused request, for the operator.</summary>
public sealed record Explanation
{
    /// <summary>The entry of the journal that it tells.</summary>
    public required JournalEntry Entry { get; init; }

    /// <summary>The verdict of every scheme of the route, in its order.</summary>
    public required ImmutableArray<ExplainedScheme> Schemes { get; init; }

    /// <summary>The checks that failed, most telling first.</summary>
    public required ImmutableArray<FailedCheck> FailedChecks { get; init; }

    /// <summary>What would get in, one curl line for each scheme that lets somebody in; empty where no credentials would help.</summary>
    public required ImmutableArray<string> WouldGetIn { get; init; }

    /// <summary>Where no route matched: those of the configuration as it is now that nearly do.</summary>
    public ImmutableArray<NearMatch> NearMatches { get; init; } = [];

    /// <summary>What the route demands, in words; null when no route matched.</summary>
    public string? Policy { get; init; }

    /// <summary>Tells the story of an entry by the configuration as it is now.</summary>
    public static Explanation Of(JournalEntry entry, GatewayConfiguration configuration)
    {
        var route = configuration.Routes.FirstOrDefault(candidate => candidate.Name == entry.Route);
        var schemes = route?.Access.AnyOf ?? [];
        return new Explanation
        {
            Entry = entry,
            Policy = route is not null ? PolicyText.Of(route) : entry.Route == SignInDesk.AreaName ? "the page to sign in" : null,
            Schemes = [.. schemes.Select(scheme => new ExplainedScheme(scheme, VerdictOf(entry, scheme)))],
            FailedChecks = FailedOf(entry),
            WouldGetIn = route is null ? [] : [.. CurlLines.For(entry, route, configuration)],
            NearMatches = entry.Refusal == Refusal.RouteNotFound ? NearOf(entry, configuration) : [],
        };
    }

    /// <summary>An entry has no fields: a route that looks at some is near if it agrees in all else.</summary>
    private static ImmutableArray<NearMatch> NearOf(JournalEntry entry, GatewayConfiguration configuration) =>
        Routing.NearMatches.Of(configuration.Routes, HostAndPort.NameOf(entry.Authority), entry.Path, entry.Method, new HeaderDictionary());

    private static string VerdictOf(JournalEntry entry, string scheme)
    {
        var verdict = entry.Verdicts.FirstOrDefault(candidate => candidate.Scheme == scheme);
        if (verdict is not null)
            return verdict.Refusal?.Row().Slug ?? "accepted";
        return entry.Verdicts.Any(other => other.Scheme != "gateway") ? "not-presented" : ExplainedScheme.WithoutVerdict(entry.Refusal);
    }

    private static ImmutableArray<FailedCheck> FailedOf(JournalEntry entry)
    {
        var failed = ImmutableArray.CreateBuilder<FailedCheck>();
        var main = entry.Verdicts.FirstOrDefault(verdict => verdict.Refusal == entry.Refusal);
        failed.Add(new(main?.Scheme ?? entry.Scheme ?? "gateway", entry.Refusal.Row().Slug, entry.Refusal.Row().Sentence, main?.Evidence));
        foreach (var verdict in entry.Verdicts)
        {
            if (verdict.Refusal is { } refusal && verdict != main)
                failed.Add(new(verdict.Scheme, refusal.Row().Slug, refusal.Row().Sentence, verdict.Evidence));
        }

        return failed.ToImmutable();
    }
}
