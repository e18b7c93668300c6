using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Inspector.Exchanges;

/// <summary>The fields of a message in the order in which they stood.</summary>
/// <param name="lines">The lines.</param>
public sealed class MessageFields(ImmutableArray<MessageField> lines)
{
    /// <summary>No field at all.</summary>
    public static MessageFields None { get; } = new([]);

    /// <summary>The lines.</summary>
    public ImmutableArray<MessageField> Lines { get; } = lines;

    /// <summary>The value of the first line of this name; null where there is none.</summary>
    public string? First(string name)
    {
        foreach (var field in Lines)
        {
            if (field.Is(name))
                return field.Value;
        }

        return null;
    }

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => First(name) is not null;

    /// <summary>The values of all lines of this name.</summary>
    public ImmutableArray<string> All(string name) => Has(name) ? [.. Lines.Where(field => field.Is(name)).Select(field => field.Value)] : [];

    /// <summary>The lines joined as one value (RFC 9110 §5.2); null where there is none.</summary>
    public string? Joined(string name) => All(name) is { IsEmpty: false } values ? string.Join(", ", values) : null;

    /// <summary>The members of a list of tokens, such as those of Vary, each without its white space (RFC 9110 §5.6.1).</summary>
    public ImmutableArray<string> List(string name) =>
        !Has(name) ? [] : [.. All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>What the challenges in a field say; null where there is no such field.</summary>
    public ChallengesReading? Challenges(string name)
    {
        if (All(name) is not { IsEmpty: false } values)
            return null;
        var reading = ChallengeReader.Read([.. values]);

        // A hidden token68, "Negotiate ***", is no token68 any more: something of its length that is one stands for it.
        return reading.IsValid || !values.Any(value => value.Contains("***", StringComparison.Ordinal))
            ? reading
            : ChallengeReader.Read([.. values.Select(value => value.Replace("***", "___", StringComparison.Ordinal))]);
    }
}
