using System.Collections.Immutable;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Servers;

/// <summary>A site that answers as a configuration says, without the server that would read it: the linter's model of that server decides.</summary>
/// <param name="origin">The origin for which it is configured.</param>
/// <param name="linted">The configuration.</param>
/// <param name="door">What the server does where the configuration asks for credentials.</param>
internal sealed class ConfiguredSite(string origin, LintedConfiguration linted, Door door)
{
    /// <summary>What is said of an answer for which the files do not tell enough.</summary>
    public const string Undecided = "undecided";

    /// <summary>What an address is when nobody authenticates.</summary>
    public Access AccessOf(string method, string path) => linted.Why(method, new(origin + path))?.Access ?? Access.NotDecided;

    /// <summary>The status that the configuration itself gives to a request without credentials; null where the application answers.</summary>
    public int? StatusOf(string method, string path) => linted.Why(method, new(origin + path))?.Status;

    /// <summary>What was found that is at least this grave.</summary>
    public IEnumerable<LintFinding> Faults(Severity least) => linted.Findings.Where(finding => finding.Severity >= least);

    /// <summary>What could not be read, for the learner; null for nothing.</summary>
    public string? Unreadable => linted.Problems is [var first, ..] ? $"Line {first.Problem.Line}: {first.Problem.Message}" : null;

    /// <summary>Answers a request as the server would.</summary>
    public async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, string path, string content, CancellationToken cancel)
    {
        var decision = linted.Why(call.Sent.Method, new(origin + path));
        switch (decision?.Access)
        {
            case Access.Open:
                return Text(decision.Status ?? (call.Sent.Method == "OPTIONS" ? 204 : 200), content);
            case Access.Challenged:
                var judged = await door.JudgeAsync(call, cancel);
                return judged.Decision.IsAdmitted ? Text(call.Sent.Method == "OPTIONS" ? 204 : 200, content) : door.Answer(judged);
            case Access.Refused:
                return Text(403, "Forbidden\n");
            case Access.Redirected:
                return Text(decision.Status ?? 302, "Elsewhere\n");
            case Access.Failing:
                return Text(500, "The server fails by this configuration.\n");
            default:
                call.Note = Undecided;
                return Text(500, "What the server would do does not follow from this configuration alone.\n");
        }
    }

    private static SimulatedAnswer Text(int status, string text)
    {
        var answer = new SimulatedAnswer(status);
        if (status != 204)
            answer.SetText(text, "text/plain; charset=utf-8");
        return answer;
    }

    /// <summary>The gravest finding in words; null for none.</summary>
    public string? Worst(Severity least) => Faults(least).OrderByDescending(finding => finding.Severity).FirstOrDefault() is { } worst ? $"{worst.Message} ({worst.Check.Id})" : null;
}
