using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>One key of sound JSON: its names and rules (RFC 7517 §4). The first fault ends it.</summary>
internal sealed class JwkParse(JsonElement jwk, KeyOrigin origin, bool isPrivate)
{
    private readonly JwkMembers _members = new(jwk);

    /// <summary>A key that can be used, before it is said what for.</summary>
    public sealed record Result(KeyMaterial Material, string? KeyId, ImmutableArray<JwsAlgorithm> Algorithms);

    public string? KeyId { get; private set; }

    public TokenFault Fault => _members.Fault;

    /// <summary>The key, for one algorithm where the caller says which; null when <see cref="Fault"/> says why not.</summary>
    public Result? Run(JwsAlgorithm? only)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return Fail(TokenFaultKind.JsonNotAnObject);
        if (!_members.TryText("kid", out var keyId))
            return null;
        KeyId = keyId;
        if (!_members.TryText("kty", out var type) || !_members.TryText("alg", out var alg) || !IsForSignatures())
            return null;
        if (type is null)
            return Fail(TokenFaultKind.MemberMissing, "kty");

        var algorithm = alg is null ? null : JwsAlgorithm.Find(alg);
        if (alg is not null && algorithm is null)
            return Fail(TokenFaultKind.AlgorithmUnknown, alg);
        if (ReadMaterial(type) is not { } material)
            return null;

        if (algorithm is not null && !material.Fits(algorithm))
            return Fail(algorithm.KeyType == "oct" && type == "oct" ? TokenFaultKind.KeyTooShort : TokenFaultKind.KeyAlgorithmWrong, alg);
        if (only is not null && (!material.Fits(only) || algorithm is not null && algorithm != only))
            return Fail(TokenFaultKind.AlgorithmNotForKey, only.Name);
        ImmutableArray<JwsAlgorithm> algorithms = (only ?? algorithm) is { } one ? [one] : [.. JwsAlgorithm.All.Where(material.Fits)];
        return new(material, keyId, algorithms);
    }

    private KeyMaterial? ReadMaterial(string type)
    {
        try
        {
            return type switch
            {
                "RSA" => new RsaJwk(_members).Read(isPrivate, MayBePrivate),
                "EC" => new EcJwk(_members).Read(isPrivate, MayBePrivate),
                "OKP" => new EdwardsJwk(_members).Read(isPrivate, MayBePrivate),
                "oct" => ReadSecret(),
                _ => FailMaterial(TokenFaultKind.KeyTypeUnknown, type),
            };
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            // The members are sound for themselves: the system finds that two halves don't fit, or lacks the curve.
            return FailMaterial(isPrivate && exception is not PlatformNotSupportedException ? TokenFaultKind.PrivateKeyMismatch : TokenFaultKind.KeyNotSupportedHere, type);
        }
    }

    private bool MayBePrivate => origin == KeyOrigin.Own;

    private HmacKey? ReadSecret()
    {
        if (!MayBePrivate)
            _members.Fail(TokenFaultKind.PrivateKeyPublished, "k");
        else if (_members.TryOctets("k", HmacKey.MaxLength, out var secret))
        {
            if (secret.Length >= HmacKey.MinLength)
                return new(secret);
            _members.Fail(TokenFaultKind.KeyTooShort, "k");
        }

        return null;
    }

    /// <summary><c>use</c> and <c>key_ops</c>: absent, or meant for this (RFC 7517 §4.2, §4.3).</summary>
    private bool IsForSignatures()
    {
        if (!_members.TryText("use", out var use))
            return false;
        if (use is not null and not "sig")
            return _members.Fail(TokenFaultKind.KeyNotForSignatures, "use");
        if (!jwk.TryGetProperty("key_ops"u8, out var operations))
            return true;
        if (operations.ValueKind != JsonValueKind.Array || operations.EnumerateArray().Any(each => each.ValueKind != JsonValueKind.String))
            return _members.Fail(TokenFaultKind.MemberTypeWrong, "key_ops");

        var wanted = isPrivate ? "sign" : "verify";

        // The operator's own private key says "sign", and its public half verifies.
        return operations.EnumerateArray().Any(each => each.ValueEquals(wanted) || MayBePrivate && each.ValueEquals("sign"))
            || _members.Fail(TokenFaultKind.KeyNotForSignatures, "key_ops");
    }

    private Result? Fail(TokenFaultKind kind, string? name = null)
    {
        _members.Fail(kind, name);
        return null;
    }

    private KeyMaterial? FailMaterial(TokenFaultKind kind, string name)
    {
        _members.Fail(kind, name);
        return null;
    }
}
