using System.Globalization;
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
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Method} {entry.UrlScheme}://{entry.Authority}{entry.Path}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(entry.IsPlainChallenge ? "challenged" : "refused")} with {entry.Status} at {entry.Time:yyyy-MM-dd HH:mm:ss} UTC, client {entry.ClientAddress}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  reason     {row.Slug}: {row.Sentence}"));
        if (entry.Refusal.Row().PublicAs is not null)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the client was told   {entry.Refusal.PublicRow().Slug}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  route      {entry.Route ?? "none"}{(explanation.Policy is null ? "" : $" ({explanation.Policy})")}"));
        if (entry.Subject is not null)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  subject    {entry.Subject}"));
        foreach (var scheme in explanation.Schemes)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  scheme     {scheme.Name}: {scheme.Verdict}"));
        foreach (var check in explanation.FailedChecks)
        {
            if (check.Evidence is not null)
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  evidence   {check.Scheme}: {check.Evidence}"));
        }

        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  fault      the {row.Fault.ToString().ToLowerInvariant()}'s, usually"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  advice     {row.Advice}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  source     {row.Source}"));
        foreach (var challenge in entry.Challenges)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  asked for  {challenge}"));
        if (explanation.WouldGetIn.Length == 0)
            return;
        text.WriteLine("  what would get in:");
        foreach (var line in explanation.WouldGetIn)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {line}"));
    }
}
