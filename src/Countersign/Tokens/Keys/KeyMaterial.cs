using System.Buffers.Text;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>The mathematics of a key, without its names and rules. Any number of threads may use it at once.</summary>
internal abstract class KeyMaterial
{
    /// <summary><c>kty</c> (RFC 7518 §6.1).</summary>
    public abstract string KeyType { get; }

    /// <summary><c>crv</c>, or null.</summary>
    public virtual string? Curve => null;

    /// <summary>Whether keys of this kind and length are for an algorithm.</summary>
    public virtual bool Fits(JwsAlgorithm algorithm) => algorithm.KeyType == KeyType && algorithm.Curve == Curve;

    /// <summary>Null when the signature is this key's over the input. The algorithm fits.</summary>
    public abstract TokenFaultKind? Check(JwsAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);

    /// <summary>Signs. The algorithm fits and the private part is there.</summary>
    public abstract byte[] Sign(JwsAlgorithm algorithm, ReadOnlySpan<byte> input);

    /// <summary>The key without what signs; HMAC has no such half.</summary>
    public abstract KeyMaterial WithoutPrivate();

    /// <summary>Writes the required members in the order of their names, as thumbprints want them (RFC 7638 §3.2).</summary>
    public abstract void WriteRequired(Utf8JsonWriter json);

    /// <summary>Writes the private members that <see cref="WriteRequired"/> does not.</summary>
    public abstract void WritePrivate(Utf8JsonWriter json);

    protected static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets) => json.WriteString(name, Base64Url.EncodeToString(octets));
}
