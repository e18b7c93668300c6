using System.Text;

namespace Countersign.AspNetCore.Intake;

/// <summary>
/// Keeps the names of fields that Connection lists (RFC 9110 §7.6.1). Where Kestrel finds exactly one of its three words, <c>close</c>,
/// <c>keep-alive</c> or <c>upgrade</c>, in all lines together, it puts that word in the place of all of them; two of them it leaves alone.
/// </summary>
internal sealed class ConnectionEncoding : Encoding
{
    /// <summary>Two words for the server. It obeys <c>close</c>, so a connection ends behind a request that lists fields.</summary>
    private const string Seal = ", close, keep-alive";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override int GetCharCount(byte[] bytes, int index, int count) => Read(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Read(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(chars.AsSpan(charIndex));
        return text.Length;
    }

    public override int GetMaxCharCount(int byteCount) => Strict.GetMaxCharCount(byteCount) + Seal.Length;

    public override int GetByteCount(char[] chars, int index, int count) => Strict.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Strict.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => Strict.GetMaxByteCount(charCount);

    private static string Read(ReadOnlySpan<byte> line)
    {
        var text = Strict.GetString(line);
        foreach (var option in text.AsSpan().Split(','))
        {
            var word = text.AsSpan()[option].Trim(" \t");
            if (!word.IsEmpty && !ConnectionOptions.IsOfConnection(word))
                return text + Seal;
        }

        return text;
    }
}
