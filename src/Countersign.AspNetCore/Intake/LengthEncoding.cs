using System.Text;

namespace Countersign.AspNetCore.Intake;

/// <summary>
/// Lets the server read Content-Length as 1*DIGIT alone (RFC 9110 §8.6). Kestrel keeps only the number, and takes a sign before it; its
/// choice of an encoding is the last place where the text can be seen.
/// </summary>
internal sealed class LengthEncoding : ASCIIEncoding
{
    private static readonly LengthEncoding Instance = new();

    /// <summary>The encoding for a request field; null for the server's own.</summary>
    public static Encoding? For(string field) => field == "Content-Length" ? Instance : null;

    /// <summary>The digits; a single question mark for anything else and for what no number could be that long.</summary>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (bytes.Length <= chars.Length && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return base.GetChars(bytes, chars);
        chars[0] = '?';
        return 1;
    }
}
