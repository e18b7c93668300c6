namespace Countersign.Gateway.Configuration;

/// <summary>Whether a problem keeps a configuration from being used.</summary>
public enum ProblemSeverity
{
    /// <summary>The configuration cannot be used.</summary>
    Error,

    /// <summary>The configuration works, but maybe not as meant.</summary>
    Warning,
}

/// <summary>One thing that is wrong with a configuration. Never shows the value of a secret.</summary>
/// <param name="Severity">Whether it keeps the configuration from being used.</param>
/// <param name="Code">What kind it is, in kebab-case.</param>
/// <param name="Path">Where it is by keys, such as <c>routes[1].access</c>; empty for the whole file.</param>
/// <param name="File">The configuration file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What to do; null when the message says it all.</param>
public sealed record ConfigurationProblem(
    ProblemSeverity Severity,
    string Code,
    string Path,
    string File,
    int Line,
    int Column,
    string Message,
    string? Suggestion)
{
    /// <summary>The problem in the form of compilers, which editors can jump from.</summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {(Severity == ProblemSeverity.Error ? "error" : "warning")} {Code}: {Message}{(Suggestion is null ? "" : "; " + Suggestion)}";
}
