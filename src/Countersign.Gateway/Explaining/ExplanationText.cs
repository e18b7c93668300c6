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
        var entry = explanation.Entry;
        var row = entry.Refusal.Row();
        text.WriteLine(Printable.Of($"{entry.Method} {entry.UrlScheme}://{entry.Authority}{(entry.Path.StartsWith('/') ? "" : " ")}{entry.Path}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(entry.IsPlainChallenge ? "challenged" : "refused")} with {entry.Status} at {entry.Time:yyyy-MM-dd HH:mm:ss} UTC, client {entry.ClientAddress}"));
        Line("reason", $"{row.Slug}: {row.Sentence}");
        if (row.PublicAs is not null)
            Line("told", $"{entry.Refusal.PublicRow().Slug}: the client reads no more than this");
        Line("route", entry.Route is null ? "none" : explanation.Policy is null ? $"{entry.Route} (no longer in the configuration)" : $"{entry.Route} ({explanation.Policy})");
        foreach (var match in explanation.NearMatches)
            Line("nearly", $"{match.Route}: {match.Why}");
        if (entry.Subject is not null)
            Line("subject", entry.Subject);
        foreach (var scheme in explanation.Schemes)
            Line("scheme", $"{scheme.Name}: {scheme.Verdict}");
        foreach (var check in explanation.FailedChecks)
        {
            if (check.Evidence is not null)
                Line("evidence", $"{check.Scheme}: {check.Evidence}");
        }

        Line("fault", $"usually the {row.Fault.ToString().ToLowerInvariant()}'s");
        Line("advice", row.Advice);
        Line("source", row.Source);
        foreach (var challenge in entry.Challenges)
            Line("asked for", challenge);
        if (explanation.WouldGetIn.Length > 0)
            text.WriteLine("  what would get in:");
        foreach (var line in explanation.WouldGetIn)
            text.WriteLine($"    {Printable.Of(line)}");

        void Line(string name, string value) => text.WriteLine($"  {name,-9}  {Printable.Of(value)}");
    }
}
