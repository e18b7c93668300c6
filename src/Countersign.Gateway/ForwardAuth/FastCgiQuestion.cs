using System.Buffers.Binary;
using System.Text;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>The parameters of an authorizer's request (FastCGI 1.0 §3.4), as far as they are taken.</summary>
internal sealed class FastCgiQuestion
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Dictionary<string, string> _values;

    private FastCgiQuestion(Dictionary<string, string> values) => _values = values;

    public IReadOnlyDictionary<string, string> Values => _values;

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads name-value pairs; null when they are cut off, no text, or one name stands twice.</summary>
    public static FastCgiQuestion? Read(ReadOnlySpan<byte> pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (!pairs.IsEmpty)
            {
                if (!TryLength(ref pairs, out var name) || !TryLength(ref pairs, out var value) || pairs.Length - name < value || name > pairs.Length)
                    return null;
                if (!values.TryAdd(Strict.GetString(pairs[..name]), Strict.GetString(pairs.Slice(name, value))))
                    return null;
                pairs = pairs[(name + value)..];
            }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return new(values);
    }

    /// <summary>One octet below 128, or four with the first bit set.</summary>
    private static bool TryLength(ref ReadOnlySpan<byte> pairs, out int length)
    {
        length = 0;
        if (pairs.IsEmpty)
            return false;
        if (pairs[0] < 0x80)
        {
            length = pairs[0];
            pairs = pairs[1..];
            return true;
        }

        if (pairs.Length < 4)
            return false;
        length = BinaryPrimitives.ReadInt32BigEndian(pairs) & int.MaxValue;
        pairs = pairs[4..];
        return true;
    }
}
