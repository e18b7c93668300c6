using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading;

/// <summary>Gathers what could not be read. A message never repeats the source: there may be secrets in it.</summary>
internal sealed class ReadingProblems
{
    private readonly ImmutableArray<ReadingProblem>.Builder _found = ImmutableArray.CreateBuilder<ReadingProblem>();

    /// <summary>Whether no more of them are taken: their places need not be looked for.</summary>
    public bool IsFull => _found.Count > ReadingBounds.MaxProblems;

    public void Add(int line, int column, string message)
    {
        if (_found.Count < ReadingBounds.MaxProblems)
            _found.Add(new(line, column, message));
        else if (_found.Count == ReadingBounds.MaxProblems)
            _found.Add(new(line, column, "There are more problems, which are left out."));
    }

    public ImmutableArray<ReadingProblem> ToImmutable() => _found.ToImmutable();
}
