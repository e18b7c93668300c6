using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Emitters;

/// <summary>How the answers of one program are told. All that is named has to be there.</summary>
/// <param name="Name">The program.</param>
/// <param name="Kind">What kind of program it is.</param>
internal sealed record EmitterMark(string Name, EmitterKind Kind)
{
    /// <summary>How sure it is.</summary>
    public Certainty Certainty { get; init; } = Certainty.Proved;

    /// <summary>A field; null for none.</summary>
    public string? Field { get; init; }

    /// <summary>How its value begins; empty for any.</summary>
    public string Value { get; init; } = "";

    /// <summary>A field that must not be there; null for none.</summary>
    public string? Without { get; init; }

    /// <summary>What stands in the content.</summary>
    public string[] Content { get; init; } = [];

    /// <summary>Whether there must be no content.</summary>
    public bool IsEmpty { get; init; }
}
