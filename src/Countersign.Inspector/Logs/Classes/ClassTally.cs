using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>An example of a class.</summary>
/// <param name="File">The number of its file, from 0.</param>
/// <param name="Line">The number of its line, from 1.</param>
/// <param name="Client">The client's address.</param>
/// <param name="Request">Method and path, without the query.</param>
/// <param name="Agent">The beginning of its user agent.</param>
internal sealed record RefusalExample(int File, long Line, string Client, string Request, string Agent);

/// <summary>What was counted of one class.</summary>
internal sealed class ClassTally
{
    private const int MaxExamples = 3;
    private readonly List<RefusalExample> _examples = [];

    public long Count { get; private set; }

    /// <summary>How many of them the log proves.</summary>
    public long Proved { get; private set; }

    public TopKeys Telling { get; } = new();

    public IReadOnlyList<RefusalExample> Examples => _examples;

    public bool WantsExample => _examples.Count < MaxExamples;

    public void Add(Certainty certainty)
    {
        Count++;
        if (certainty == Certainty.Proved)
            Proved++;
    }

    public void Add(RefusalExample example) => _examples.Add(example);

    /// <summary>Takes over what was too little to be judged, now that there is more.</summary>
    public void Move(int count, ClassTally to)
    {
        Count -= count;
        to.Count += count;
    }
}
