namespace Countersign.Inspector.Intake;

/// <summary>Ends of names, found by their last character: most names have none of them, and are asked for often.</summary>
internal sealed class NameEndings
{
    private readonly string[]?[] _byLast = new string[]?[128];

    /// <param name="endings">Small letters and digits.</param>
    public NameEndings(params string[] endings)
    {
        foreach (var group in endings.GroupBy(ending => ending[^1]))
            _byLast[group.Key] = [.. group];
    }

    /// <summary>How long the ending of a name is; 0 where it has none of them.</summary>
    public int LengthIn(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[^1] >= 128 || _byLast[name[^1]] is not { } endings)
            return 0;
        foreach (var ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
                return ending.Length;
        }

        return 0;
    }

    /// <summary>Whether a name has one of them.</summary>
    public bool IsIn(ReadOnlySpan<char> name) => LengthIn(name) > 0;
}
