using System.Globalization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;

namespace Countersign.Gateway.TokenTools;

/// <summary>The outcome of a trial for a terminal.</summary>
public static class TrialText
{
    /// <summary>Writes every check and demand, then the verdict and what the client would hear.</summary>
    public static void Write(TextWriter text, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(result);
        text.WriteLine($"scheme {result.Scheme}{(result.Route is { } route ? $", route {route}" : "")}, as of {result.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture)}");
        text.WriteLine();
        foreach (var check in result.Checks)
        {
            Line(text, check.Outcome, TrialWords.SlugOf(check.Check), check.Outcome == TrialOutcome.Ok ? TrialWords.QuestionOf(check.Check) : check.Notes[0]);
            foreach (var more in check.Notes.Skip(1))
                text.WriteLine($"{"",26}{Printable.Of(more)}");
        }

        foreach (var demand in result.Demands)
            Line(text, demand.Outcome, demand.Name, demand.Note is { } note ? $"wanted: {demand.Wanted}. {note}" : demand.Wanted);
        text.WriteLine();
        if (result.Refusal is not { } refusal)
        {
            var who = $"{Printable.Of(result.Subject!.Name)} of {result.Issuer}";
            text.WriteLine(result.Route is null ? $"It counts, and speaks for {who}." : $"It counts, and {who} is let in.");
            return;
        }

        var (row, shown) = (refusal.Row(), refusal.PublicRow());
        text.WriteLine($"It does not count: {row.Slug}. {row.Sentence} ({row.Source})");
        text.WriteLine(row.Advice);
        text.WriteLine();
        text.WriteLine($"the client hears {result.Status}{(result.Status == row.Status ? $" {shown.Slug}: {shown.Sentence}" : ", as if there were nothing")}");
        foreach (var challenge in result.Challenges)
            text.WriteLine($"WWW-Authenticate: {Printable.Of(challenge)}");
    }

    private static void Line(TextWriter text, TrialOutcome outcome, string name, string words)
    {
        var mark = outcome switch { TrialOutcome.Ok => "ok", TrialOutcome.Failed => "FAILED", TrialOutcome.NotJudged => "-" };
        text.WriteLine($"{mark,-8}{name,-16}  {Printable.Of(words)}");
    }
}
