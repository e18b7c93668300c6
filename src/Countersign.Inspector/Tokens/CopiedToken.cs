using System.Collections.Immutable;

namespace Countersign.Inspector.Tokens;

/// <summary>A token out of what people copy: a whole field, quotes, blanks.</summary>
/// <param name="Text">The token; empty when there is none.</param>
/// <param name="TakenOff">What stood around it, in words, from the outside in.</param>
internal sealed record CopiedToken(string Text, ImmutableArray<string> TakenOff)
{
    /// <summary>How much of an input is read, in characters: more than any token that is read, and what may stand around it.</summary>
    public const int MaxLength = 64 * 1024;

    private const string Quotes = "\"'`";

    private static readonly string[] Fields = ["Authorization:", "Proxy-Authorization:"];
    private static readonly string[] Schemes = ["Bearer ", "DPoP "];

    /// <summary>Takes off what is not of the token. The line end that every line has is not worth a word.</summary>
    public static CopiedToken Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.TrimStart('\ufeff').TrimEnd('\r', '\n');
        var off = ImmutableArray.CreateBuilder<string>();
        while (Peel(rest) is var (inner, what))
        {
            if (!off.Contains(what))
                off.Add(what);
            rest = inner;
        }

        return new(rest, off.ToImmutable());
    }

    private static (string Inner, string What)? Peel(string text)
    {
        if (text.Trim() is var trimmed && trimmed.Length < text.Length)
            return (trimmed, "blanks");
        if (text.Length > 1 && Quotes.Contains(text[0], StringComparison.Ordinal) && text[^1] == text[0])
            return (text[1..^1], "quotes");
        if (Array.Find(Fields, field => text.StartsWith(field, StringComparison.OrdinalIgnoreCase)) is { } field)
            return (text[field.Length..], $"the field name {field}");
        return Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } scheme
            ? (text[scheme.Length..], $"the scheme {scheme.TrimEnd()}")
            : null;
    }
}
