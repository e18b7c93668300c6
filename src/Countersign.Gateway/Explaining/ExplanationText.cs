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
        var culture = CultureInfo.InvariantCulture;
        text.WriteLine(culture, $"{entry.Method} {entry.UrlScheme}://{entry.Authority}{entry.Path}");
        text.WriteLine(culture, $"  {(entry.CredentialsPresented ? "refused" : "challenged")} with {entry.Status} at {entry.Time:yyyy-MM-dd HH:mm:ss} UTC, client {entry.ClientAddress}");
        text.WriteLine(culture, $"  reason     {row.Slug}: {row.Sentence}");
        if (entry.Refusal.Row().PublicAs is not null)
            text.WriteLine(culture, $"  the client was told   {entry.Refusal.PublicRow().Slug}");
        text.WriteLine(culture, $"  route      {entry.Route ?? "none"}{(explanation.Policy is null ? "" : $" ({explanation.Policy})")}");
        if (entry.Subject is not null)
            text.WriteLine(culture, $"  subject    {entry.Subject}");
        foreach (var scheme in explanation.Schemes)
            text.WriteLine(culture, $"  scheme     {scheme.Name}: {scheme.Verdict}");
        foreach (var check in explanation.FailedChecks)
        {
            if (check.Evidence is not null)
                text.WriteLine(culture, $"  evidence   {check.Scheme}: {check.Evidence}");
        }

        text.WriteLine(culture, $"  fault      the {row.Fault.ToString().ToLowerInvariant()}'s, usually");
        text.WriteLine(culture, $"  advice     {row.Advice}");
        text.WriteLine(culture, $"  source     {row.Source}");
        foreach (var challenge in entry.Challenges)
            text.WriteLine(culture, $"  asked for  {challenge}");
        if (explanation.WouldGetIn.Length == 0)
            return;
        text.WriteLine("  what would get in:");
        foreach (var line in explanation.WouldGetIn)
            text.WriteLine(culture, $"    {line}");
    }
}
