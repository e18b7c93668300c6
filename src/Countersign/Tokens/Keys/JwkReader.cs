using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>Reads JSON Web Keys (RFC 7517) and sets of them. Whatever the text is, nothing is thrown.</summary>
public static class JwkReader
{
    /// <summary>The longest text that is read, in octets.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>How many keys of a set are read.</summary>
    public const int MaxKeys = 200;

    /// <summary>Reads a JWK Set (RFC 7517 §5).</summary>
    public static JwkSetReading ReadSet(ReadOnlySpan<byte> json, KeyOrigin origin)
    {
        if (StrictJson.CheckObject(json, MaxLength, TokenPart.Key) is { } broken)
            return JwkSetReading.Unreadable(broken);
        if (!JsonElement.Parse(json).TryGetProperty("keys"u8, out var list))
            return JwkSetReading.Unreadable(new(TokenFaultKind.MemberMissing, TokenPart.Key, Name: "keys"));
        if (list.ValueKind != JsonValueKind.Array)
            return JwkSetReading.Unreadable(new(TokenFaultKind.MemberTypeWrong, TokenPart.Key, Name: "keys"));

        var keys = ImmutableArray.CreateBuilder<VerificationKey>();
        var faults = ImmutableArray.CreateBuilder<JwkFault>();
        var isMixed = IsMixed(list);
        foreach (var (index, jwk) in list.EnumerateArray().Take(MaxKeys).Index())
        {
            var parse = new JwkParse(jwk, origin, isPrivate: false);
            var key = parse.Run(null);
            if (key is { Material: HmacKey } && isMixed)
                faults.Add(new(index, parse.KeyId, new(TokenFaultKind.SecretAmongPublicKeys, TokenPart.Key)));
            else if (key is not null)
                keys.Add(new(key.Material, key.KeyId, key.Algorithms));
            else
                faults.Add(new(index, parse.KeyId, parse.Fault));
        }

        if (list.GetArrayLength() > MaxKeys)
            faults.Add(new(-1, null, new(TokenFaultKind.KeySetTooLarge, TokenPart.Key)));
        return new(true, new(keys.ToImmutable()), faults.ToImmutable());
    }

    /// <summary>Reads one key that verifies; null with the reason when it can't be used.</summary>
    public static VerificationKey? ReadKey(ReadOnlySpan<byte> json, KeyOrigin origin, out TokenFault? fault)
    {
        var parse = Parse(json, origin, isPrivate: false, out fault);
        if (parse?.Run(null) is { } key)
            return new(key.Material, key.KeyId, key.Algorithms);
        fault ??= parse?.Fault;
        return null;
    }

    /// <summary>Reads one key that signs; null with the reason when it can't be used.</summary>
    /// <param name="json">The key, with its private part.</param>
    /// <param name="algorithm">What it signs by; when null, its <c>alg</c> or its curve has to say it.</param>
    /// <param name="fault">What is wrong, or null.</param>
    public static SigningKey? ReadSigningKey(ReadOnlySpan<byte> json, JwsAlgorithm? algorithm, out TokenFault? fault)
    {
        var parse = Parse(json, KeyOrigin.Own, isPrivate: true, out fault);
        if (parse?.Run(algorithm) is not { } key)
        {
            fault ??= parse?.Fault;
            return null;
        }

        // An OKP key without alg has two names for its one algorithm.
        if (key.Algorithms.Length > 1 && key.Material.KeyType != "OKP")
        {
            fault = new(TokenFaultKind.MemberMissing, TokenPart.Key, Name: "alg");
            return null;
        }

        var signer = SigningKey.TryCreate(key.Material, key.Algorithms[0], key.KeyId);
        fault = signer is null ? new(TokenFaultKind.PrivateKeyMismatch, TokenPart.Key) : null;
        return signer;
    }

    private static bool IsMixed(JsonElement list)
    {
        var types = list.EnumerateArray()
            .Select(jwk => jwk.ValueKind == JsonValueKind.Object && jwk.TryGetProperty("kty"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null)
            .ToHashSet();
        return types.Contains("oct") && types.Overlaps(["RSA", "EC", "OKP"]);
    }

    private static JwkParse? Parse(ReadOnlySpan<byte> json, KeyOrigin origin, bool isPrivate, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, MaxLength, TokenPart.Key);
        return fault is null ? new(JsonElement.Parse(json), origin, isPrivate) : null;
    }
}
