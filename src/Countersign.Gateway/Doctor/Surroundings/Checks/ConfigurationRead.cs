using System.Globalization;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

/// <summary>The problems that <c>check</c> tells, too.</summary>
internal static class ConfigurationRead
{
    public static CheckRow Row { get; } = new(
        "configuration/read",
        "What `countersign check` finds in the file.",
        "An error keeps the gateway from starting, or from taking the change; a warning is often what somebody stumbles over.");

    public static IEnumerable<Finding> Judge(ConfigurationReading reading)
    {
        var problems = reading.Problems.AddRange(ConfigurationWarnings.For(reading));
        if (problems.IsEmpty)
            return [Row.Ok("The configuration has no errors, and nothing to warn of.")];
        return problems.Select(Judge);
    }

    private static Finding Judge(ConfigurationProblem problem)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"Line {problem.Line}: {problem.Message} ({problem.Code}).");
        var mend = problem.Suggestion is { Length: > 0 } suggestion ? char.ToUpperInvariant(suggestion[0]) + suggestion[1..] + "." : $"Look at {(problem.Path.Length == 0 ? "the file" : problem.Path)}.";
        return problem.Severity == ProblemSeverity.Error ? Row.Fault(found, mend) : Row.Warning(found, mend);
    }
}
