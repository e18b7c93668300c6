using System.Buffers.Text;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Whatever may happen to the text of a token on its way, one after the other.</summary>
internal static class BrokenTokens
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly string[] Names = ["header", "payload", "signature"];

    /// <summary>A name for what was done, and the token after it.</summary>
    public static IEnumerable<(string Name, string Token)> Of(string token)
    {
        var parts = token.Split('.');
        yield return ("text empty", "");
        yield return ("text cut", token[..^1]);
        yield return ("text in capitals", token.ToUpperInvariant());
        yield return ("text after a blank", " " + token);
        yield return ("text before a line end", token + "\n");
        yield return ("text with a dot more", token + ".");
        yield return ("text with a dot before", "." + token);
        yield return ("text of five parts", $"{token}.{parts[1]}.{parts[2]}");
        yield return ("text in JSON", $$"""{"payload":"{{parts[1]}}","protected":"{{parts[0]}}","signature":"{{parts[2]}}"}""");
        yield return ("header and payload swapped", $"{parts[1]}.{parts[0]}.{parts[2]}");
        yield return ("payload and signature swapped", $"{parts[0]}.{parts[2]}.{parts[1]}");
        yield return ("header and signature swapped", $"{parts[2]}.{parts[1]}.{parts[0]}");
        for (var i = 0; i < 3; i++)
        {
            foreach (var (name, broken) in OfPart(parts[i]))
                yield return ($"{Names[i]} {name}", string.Join('.', parts.Select((part, j) => j == i ? broken : part)));
            yield return ($"{Names[i]} missing", string.Join('.', parts.Where((_, j) => j != i)));
        }
    }

    private static IEnumerable<(string Name, string Part)> OfPart(string part)
    {
        var octets = Base64Url.DecodeFromChars(part);
        yield return ("empty", "");
        yield return ("twice", part + part);
        yield return ("without its first character", part[1..]);
        yield return ("without its last character", part[..^1]);
        yield return ("without its last octet", Base64Url.EncodeToString(octets.AsSpan(..^1)));
        yield return ("with an octet more", Base64Url.EncodeToString([.. octets, 0]));
        yield return ("with an octet before", Base64Url.EncodeToString([0, .. octets]));
        yield return ("of zeros", Base64Url.EncodeToString(new byte[octets.Length]));
        yield return ("with padding", part + "=");
        yield return ("with all padding", part + new string('=', (4 - (part.Length % 4)) % 4 is 0 ? 4 : (4 - (part.Length % 4)) % 4));
        yield return ("with a blank inside", part.Insert(part.Length / 2, " "));
        yield return ("with a line end inside", part.Insert(part.Length / 2, "\r\n"));
        yield return ("with a foreign character", part.Insert(part.Length / 2, "!"));
        yield return ("with a percent escape", part.Insert(part.Length / 2, "%41"));
        if (part.AsSpan().ContainsAny('-', '_'))
            yield return ("in the other alphabet", part.Replace('-', '+').Replace('_', '/'));
        if (part.Length % 4 != 0)
            yield return ("with spare bits set", part[..^1] + Alphabet[Alphabet.IndexOf(part[^1], StringComparison.Ordinal) | 1]);
        foreach (var at in new[] { 0, octets.Length / 2, octets.Length - 1 })
        {
            byte[] flipped = [.. octets];
            flipped[at] ^= 0x10;
            yield return ($"with a bit flipped in octet {(at == 0 ? "first" : at == octets.Length - 1 ? "last" : "middle")}", Base64Url.EncodeToString(flipped));
        }
    }
}
