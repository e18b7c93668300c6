using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>What a value of the file may be.</summary>
internal enum KeyKind
{
    Text,
    Choice,
    Boolean,
    Integer,
    Duration,
    Url,
    File,
    Path,
    Host,
    TextList,
    ChoiceList,
    NetworkList,
    UrlList,
    TextMap,
    TextListMap,
    Section,
    SectionList,
    SectionMap,
    SchemeMap,
    Listeners,
    Access,
    Upstream,
}

/// <summary>One key of the configuration file: the source of what is accepted, of the JSON Schema and of the reference page.</summary>
/// <param name="Section">The section it stands in; empty for the top level.</param>
/// <param name="Name">The key.</param>
/// <param name="Kind">What its value may be.</param>
/// <param name="Default">The default as it would be written; null for none.</param>
/// <param name="Sentence">What it is for.</param>
internal sealed record ConfigurationKey(string Section, string Name, KeyKind Kind, string? Default, string Sentence)
{
    /// <summary>The values of a choice.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The section that the value is, for the kinds that are one.</summary>
    public string Child { get; init; } = "";

    /// <summary>Whether leaving it out is an error.</summary>
    public bool Required { get; init; }

    /// <summary>Whether <c>none</c> is a value.</summary>
    public bool MayBeNone { get; init; }

    /// <summary>The smallest integer.</summary>
    public int Minimum { get; init; }

    /// <summary>The longest duration, where timers run out of milliseconds before ten years (32 bits: 24 or 49 days); null for no bound of its own.</summary>
    public string? Longest { get; init; }

    /// <summary>Whether a duration may be <c>0s</c>.</summary>
    public bool MayBeZero { get; init; }

    /// <summary>Whether the file is looked after by what uses it.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Whether a change counts from the next start on.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>The greatest integer.</summary>
    public int Maximum { get; init; } = int.MaxValue;
}
