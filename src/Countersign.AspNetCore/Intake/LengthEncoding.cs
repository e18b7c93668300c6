using System.Text;

namespace Countersign.AspNetCore.Intake;

/// <summary>Lets the server read Content-Length as 1*DIGIT alone (RFC 9110 §8.6). Kestrel keeps only the number, and takes a sign before it.</summary>
internal sealed class LengthEncoding : ASCIIEncoding
{
    /// <summary>The digits; a single question mark for anything else and for what no number could be that long.</summary>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (bytes.Length <= chars.Length && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return base.GetChars(bytes, chars);
        chars[0] = '?';
        return 1;
    }
}
