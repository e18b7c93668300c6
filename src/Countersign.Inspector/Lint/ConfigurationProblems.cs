using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Lint;

/// <summary>What could not be read of a configuration, each once. A file that is included again and again says the same of itself each time.</summary>
internal sealed class ConfigurationProblems
{
    private const int Most = 100;

    private readonly List<(string File, ReadingProblem Problem)> _all = [];
    private readonly HashSet<(string, ReadingProblem)> _seen = [];

    public ImmutableArray<(string File, ReadingProblem Problem)> All => [.. _all];

    public void Add(string file, int line, int column, string message)
    {
        var problem = new ReadingProblem(line, column, message);
        if (_all.Count > Most || !_seen.Add((file, problem)))
            return;
        _all.Add(_all.Count < Most ? (file, problem) : (file, new(line, column, string.Create(CultureInfo.InvariantCulture, $"more than {Most} problems: the others are not told"))));
    }

    public void Add(ConfigurationPlace place, string message) => Add(place.File, place.Line, place.Column, message);
}
