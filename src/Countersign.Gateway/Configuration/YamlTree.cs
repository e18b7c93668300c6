using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>A value of the file with its place, before it means anything.</summary>
internal abstract record YamlValue(Mark Mark);

internal sealed record YamlText(Mark Mark, string Text, bool IsPlain) : YamlValue(Mark)
{
    /// <summary>YAML's null: nothing, <c>~</c> or <c>null</c>, unquoted.</summary>
    public bool IsNull => IsPlain && Text is ("" or "~" or "null");
}

internal sealed record YamlList(Mark Mark, ImmutableArray<YamlValue> Items) : YamlValue(Mark);

internal sealed record YamlMap(Mark Mark, ImmutableArray<YamlEntry> Entries) : YamlValue(Mark);

internal sealed record YamlEntry(string Key, Mark KeyMark, YamlValue Value);
