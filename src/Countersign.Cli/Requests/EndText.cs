using Countersign.AspNetCore.Telemetry;

namespace Countersign.Cli.Requests;

/// <summary>The end of an exchange, for people.</summary>
internal static class EndText
{
    public static void Write(TextWriter output, ExchangeEnd end, Redaction redaction, bool useColour)
    {
        var (begin, close) = useColour && !end.IsGood ? ("\e[31m", "\e[0m") : ("", "");
        if (end.Sentence is { } sentence)
            output.WriteLine($"{begin}{Shown(sentence, redaction)}{close}");
        foreach (var advice in end.Advice)
            output.WriteLine($"  {"advice",-10} {Shown(advice, redaction)}");
        if (end.Problem is { } problem && (problem.Title ?? problem.Detail) is not null)
        {
            var reason = problem.Reason is { } slug ? $" ({slug})" : "";
            output.WriteLine($"  {"server",-10} {Shown($"{problem.Title}{(problem.Title is not null && problem.Detail is not null ? ": " : "")}{problem.Detail}{reason}", redaction)}");
        }

        if (end.Problem?.Login is { } login)
            output.WriteLine($"  {"sign in",-10} {Shown(redaction.Address(login), redaction)}");
        if (end.Explain is { } explain)
            output.WriteLine($"  {"operator",-10} {explain}");
        else if (end.Reference is { } reference)
            output.WriteLine($"  {"reference",-10} {reference}");
    }

    private static string Shown(string text, Redaction redaction) => Printable.Of(redaction.Text(text));
}
