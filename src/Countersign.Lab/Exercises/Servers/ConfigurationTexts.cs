using System.Collections.Immutable;
using Countersign.Inspector.Lint;

namespace Countersign.Lab.Exercises.Servers;

/// <summary>The files of a server that is not there: those of an exercise, with a learner's text in one of them.</summary>
/// <param name="texts">The files, by their names.</param>
internal sealed class ConfigurationTexts(ImmutableDictionary<string, string> texts) : IConfigurationFiles
{
    public string? Read(string path) => texts.GetValueOrDefault(path);

    public bool? Exists(string path) => texts.ContainsKey(path);

    public ImmutableArray<string> Match(string pattern) => texts.ContainsKey(pattern) ? [pattern] : [];
}
