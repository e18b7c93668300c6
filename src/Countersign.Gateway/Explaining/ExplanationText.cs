using System.Globalization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.Gateway.Explaining;

/// <summary>An explanation as text for a terminal.</summary>
public static class ExplanationText
{
    /// <summary>Writes the story, most important first.</summary>
    public static void Write(TextWriter text, Explanation explanation)
    {
        text.WriteLine(Printable.Of(RequestOf(explanation.Entry)));
        text.WriteLine($"  {OutcomeOf(explanation.Entry)}");
        foreach (var (name, value) in Lines(explanation))
            text.WriteLine($"  {name,-9}  {Printable.Of(value)}");
        if (explanation.WouldGetIn.Length > 0)
            text.WriteLine("  what would get in:");
        foreach (var line in explanation.WouldGetIn)
            text.WriteLine($"    {Printable.Of(line)}");
    }

    /// <summary>The request in one line.</summary>
    internal static string RequestOf(JournalEntry entry) => $"{entry.Method} {entry.UrlScheme}://{entry.Authority}{(entry.Path.StartsWith('/') ? "" : " ")}{entry.Path}";

    /// <summary>What became of it, when, and who sent it.</summary>
    internal static string OutcomeOf(JournalEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{(entry.IsPlainChallenge ? "challenged" : "refused")} with {entry.Status} at {entry.Time:yyyy-MM-dd HH:mm:ss} UTC, client {entry.ClientAddress}");

    /// <summary>The rest of the story but for what would get in.</summary>
    internal static IEnumerable<ToldLine> Lines(Explanation explanation)
    {
        var entry = explanation.Entry;
        var row = entry.Refusal.Row();
        yield return new("reason", $"{row.Slug}: {row.Sentence}");
        if (row.PublicAs is not null)
            yield return new("told", $"{entry.Refusal.PublicRow().Slug}: the client reads no more than this");
        yield return new("route", entry.Route is null ? "none" : explanation.Policy is null ? $"{entry.Route} (no longer in the configuration)" : $"{entry.Route} ({explanation.Policy})");
        foreach (var match in explanation.NearMatches)
            yield return new("nearly", $"{match.Route}: {match.Why}");
        if (entry.Subject is not null)
            yield return new("subject", entry.Subject);
        foreach (var scheme in explanation.Schemes)
            yield return new("scheme", $"{scheme.Name}: {scheme.Verdict}");
        foreach (var check in explanation.FailedChecks)
        {
            if (check.Evidence is not null)
                yield return new("evidence", $"{check.Scheme}: {check.Evidence}");
        }

        yield return new("fault", $"usually the {row.Fault.ToString().ToLowerInvariant()}'s");
        yield return new("advice", row.Advice);
        yield return new("source", row.Source);
        foreach (var challenge in entry.Challenges)
            yield return new("asked for", challenge);
    }
}
