namespace Countersign.AspNetCore.Stores;

/// <summary>Texts that every database takes and gives back as they are: without NUL and halves of characters.</summary>
internal static class StorableText
{
    /// <summary>Whether a text is one; none is.</summary>
    public static bool Is(string? text)
    {
        if (text is null || (!text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')))
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsForeign(text, i))
                return false;
        }

        return true;
    }

    /// <summary>Whether all of these are.</summary>
    public static bool Are(IEnumerable<string?> texts) => texts.All(Is);

    /// <summary>Refuses what an operator would not get back as it was given.</summary>
    /// <exception cref="ArgumentException">One of the texts can't be stored; the message does not repeat it.</exception>
    public static void Demand(params IEnumerable<string?> texts)
    {
        if (!Are(texts))
            throw new ArgumentException("A text has a NUL or half of a character, which can't be stored.", nameof(texts));
    }

    /// <summary>The text with U+FFFD for what can't be stored.</summary>
    public static string Of(string text) => Is(text) ? text : string.Create(text.Length, text, static (stored, text) =>
    {
        for (var i = 0; i < stored.Length; i++)
            stored[i] = IsForeign(text, i) ? '\ufffd' : text[i];
    });

    private static bool IsForeign(string text, int at)
    {
        if (char.IsHighSurrogate(text[at]))
            return at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]);
        return text[at] == '\0' || (char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1])));
    }
}
