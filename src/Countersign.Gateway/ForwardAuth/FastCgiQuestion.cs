using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>The parameters of an authorizer's request (FastCGI 1.0 §3.4), as far as they are taken.</summary>
internal sealed class FastCgiQuestion
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Dictionary<string, string> _values;

    private FastCgiQuestion(Dictionary<string, string> values) => _values = values;

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The first parameter whose value is no UTF-8; null when all are.</summary>
    public string? Unreadable { get; private init; }

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads name-value pairs; null when they are cut off, a name is no text, or one stands twice.</summary>
    public static FastCgiQuestion? Read(ReadOnlySpan<byte> pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? unreadable = null;
        try
        {
            while (!pairs.IsEmpty)
            {
                if (!TryLength(ref pairs, out var name) || !TryLength(ref pairs, out var value) || pairs.Length - name < value || name > pairs.Length)
                    return null;
                var called = Strict.GetString(pairs[..name]);
                var octets = pairs.Slice(name, value);
                if (!Utf8.IsValid(octets))
                    unreadable ??= called;
                if (!values.TryAdd(called, Encoding.UTF8.GetString(octets)))
                    return null;
                pairs = pairs[(name + value)..];
            }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return new(values) { Unreadable = unreadable };
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
