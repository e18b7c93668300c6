using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Dpop;

/// <summary>
/// The keys of proofs that held lately, found by their very text. Clients keep their keys, and to prepare one costs more than to verify with it. Each
/// key has one place, and the last comer has it: however many keys are shown, no more than so many are kept.
/// </summary>
internal sealed class DpopKeys
{
    private const int Places = 1024;

    private readonly Known?[] _known = new Known?[Places];

    public VerificationKey? Find(ReadOnlySpan<byte> jwk) =>
        Volatile.Read(ref _known[PlaceOf(jwk)]) is { } known && jwk.SequenceEqual(known.Jwk) ? known.Key : null;

    public void Keep(ReadOnlySpan<byte> jwk, VerificationKey key)
    {
        ref var place = ref _known[PlaceOf(jwk)];
        if (Volatile.Read(ref place)?.Key != key)
            Volatile.Write(ref place, new(jwk.ToArray(), key));
    }

    private static int PlaceOf(ReadOnlySpan<byte> jwk)
    {
        var hash = default(HashCode);
        hash.AddBytes(jwk);
        return (int)((uint)hash.ToHashCode() % Places);
    }

    private sealed record Known(byte[] Jwk, VerificationKey Key);
}
