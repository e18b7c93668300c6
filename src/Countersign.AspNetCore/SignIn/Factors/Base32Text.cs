using System.Diagnostics.CodeAnalysis;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>Base32 (RFC 4648 §6) without padding: the form in which authenticator apps take their keys.</summary>
internal static class Base32Text
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsOfLetter = 5;

    /// <summary>The text of some octets.</summary>
    public static string Write(ReadOnlySpan<byte> octets) => string.Create(((octets.Length * 8) + BitsOfLetter - 1) / BitsOfLetter, octets, static (text, octets) =>
    {
        for (var at = 0; at < text.Length; at++)
        {
            var bit = at * BitsOfLetter;
            var pair = (octets[bit / 8] << 8) | (bit / 8 + 1 < octets.Length ? octets[bit / 8 + 1] : 0);
            text[at] = Alphabet[(pair >> (16 - BitsOfLetter - (bit % 8))) & 31];
        }
    });

    /// <summary>The text in groups of four, as people copy it.</summary>
    public static string WriteForPeople(ReadOnlySpan<byte> octets) => string.Join(' ', Write(octets).Chunk(4).Select(group => new string(group)));

    /// <summary>Reads what people typed: in either letter case, with blanks and hyphens anywhere, with padding or without, and 0 for O.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        var letters = new List<int>(text.Length);
        foreach (var character in text.AsSpan().TrimEnd().TrimEnd('='))
        {
            if (char.IsWhiteSpace(character) || character == '-')
                continue;
            var letter = Alphabet.IndexOf(character == '0' ? 'O' : char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (letter < 0)
                return false;
            letters.Add(letter);
        }

        var spare = letters.Count * BitsOfLetter % 8;

        // One more letter than octets need, or bits that no octet has: something was left out.
        if (spare >= BitsOfLetter || (spare > 0 && (letters[^1] & ((1 << spare) - 1)) != 0))
            return false;
        octets = new byte[letters.Count * BitsOfLetter / 8];
        for (var at = 0; at < letters.Count; at++)
        {
            for (var bit = 0; bit < BitsOfLetter; bit++)
            {
                var to = (at * BitsOfLetter) + bit;
                if (to / 8 < octets.Length && (letters[at] & (1 << (BitsOfLetter - 1 - bit))) != 0)
                    octets[to / 8] |= (byte)(0x80 >> (to % 8));
            }
        }

        return true;
    }
}
