using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>Codes for the day when telephone and key are gone: ten of 50 random bits, each good once.</summary>
internal static class RecoveryCodes
{
    /// <summary>How many a set has.</summary>
    public const int Number = 10;

    /// <summary>How many characters a code has.</summary>
    public const int Length = 10;

    /// <summary>Octets of a salt.</summary>
    public const int SaltLength = 16;

    /// <summary>Crockford's alphabet: nothing in it looks like another.</summary>
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    // 50 bits are too few for a bare hash: with this, trying them all takes longer than anybody has.
    private const int Rounds = 100_000;

    /// <summary>A new set.</summary>
    public static ImmutableArray<Secret> Make()
    {
        // Of two equal ones in a set, one would be lost.
        var codes = new HashSet<string>(StringComparer.Ordinal);
        while (codes.Count < Number)
            codes.Add(RandomNumberGenerator.GetString(Alphabet, Length));
        return [.. codes.Select(code => new Secret(code))];
    }

    /// <summary>A code as it is shown: in two halves.</summary>
    public static string ForPeople(Secret code) => code.Reveal().Insert(Length / 2, "-");

    /// <summary>Reads what people typed: in either letter case, with blanks and hyphens anywhere, with o for 0 and i or l for 1.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out Secret? code)
    {
        code = null;
        var read = new StringBuilder(Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || character == '-')
                continue;
            var letter = char.ToLowerInvariant(character) switch
            {
                'o' => '0',
                'i' or 'l' => '1',
                var other => other,
            };
            if (read.Length == Length || !Alphabet.Contains(letter, StringComparison.Ordinal))
                return false;
            read.Append(letter);
        }

        if (read.Length != Length)
            return false;
        code = new(read.ToString());
        return true;
    }

    /// <summary>What the store keeps of a code.</summary>
    public static byte[] Hash(Secret code, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(code.Reveal()), salt, Rounds, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
}
