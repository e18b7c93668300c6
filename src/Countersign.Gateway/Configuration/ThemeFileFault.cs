namespace Countersign.Gateway.Configuration;

/// <summary>What is wrong with a file of a theme.</summary>
/// <param name="Code">The problem's code.</param>
/// <param name="What">What it is, to stand behind the file's name.</param>
/// <param name="Suggestion">What helps; null for nothing to say.</param>
internal sealed record ThemeFileFault(string Code, string What, string? Suggestion);
