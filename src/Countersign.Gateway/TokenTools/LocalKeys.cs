using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.AspNetCore.Issuers;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Gateway.TokenTools;

/// <summary>A public key as JWK, out of a file.</summary>
/// <param name="Jwk">The key with its <c>kid</c>.</param>
/// <param name="Key">The same to verify with.</param>
/// <param name="Source">Where it came from.</param>
public sealed record LocalKey(JsonObject Jwk, VerificationKey Key, string Source);

/// <summary>Keys in files of whoever tests: private ones to sign with, and whatever has a public half.</summary>
public static class LocalKeys
{
    /// <summary>A private key out of a JWK, or PEM.</summary>
    /// <param name="content">The file's octets.</param>
    /// <param name="algorithm">What it signs by; null for what it says itself.</param>
    /// <param name="keyId">The <c>kid</c> of its tokens; null for its own, which is its thumbprint where the key is PEM.</param>
    /// <param name="problem">Why it can't be used; null when it can.</param>
    public static SigningKey? ReadSigner(byte[] content, JwsAlgorithm? algorithm, string? keyId, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(content);
        var isPem = PemSigningKey.IsPem(content);
        problem = null;
        if ((isPem ? PemSigningKey.ToJwk(content, out problem) : content) is not { } json)
            return null;
        var key = JwkReader.ReadSigningKey(json, algorithm, out var fault);
        problem = fault is { Kind: TokenFaultKind.MemberMissing, Name: "alg" } ? "the key does not say its alg, and several fit: name one by --algorithm"
            : fault is { Kind: TokenFaultKind.AlgorithmNotForKey } ? $"the key does not sign by {algorithm}"
            : fault is { Kind: TokenFaultKind.MemberMissing, Name: "d" or "p" } ? "it is a public key, and only private ones sign"
            : fault is { } wrong ? WordsFor(wrong)
            : null;
        keyId ??= isPem ? key?.Verifier.Thumbprint : null;
        if (key is null || keyId is null)
            return key;

        // Written by ourselves, so that it can be read again.
        var named = JsonNode.Parse(JwkWriter.WritePrivate(key).Reveal())!.AsObject();
        named["kid"] = keyId;
        return JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(named.ToJsonString()), key.Algorithm, out _);
    }

    /// <summary>The public keys in a file: a JWK, a JWK Set, PEM keys or certificates; private ones give their public half alone.</summary>
    /// <param name="content">The file's octets.</param>
    /// <param name="source">What the file is called.</param>
    /// <param name="keyId">The <c>kid</c> for a file with one key; null for its own, or its thumbprint.</param>
    /// <param name="problems">Why some can't be used.</param>
    public static ImmutableArray<LocalKey> ReadPublic(byte[] content, string source, string? keyId, out ImmutableArray<string> problems)
    {
        ArgumentNullException.ThrowIfNull(content);
        var reading = KeyFile.Parse(PemPrivateKeys.WithPublicHalves(content), keyId: null);
        var usable = reading.Keys.Keys.Where(key => !key.IsSecret).ToList();
        problems =
        [
            .. reading.Faults.Select(fault => $"{source}: {WordsFor(fault.Fault)}"),
            .. reading.Keys.Keys.Where(key => key.IsSecret).Select(_ => $"{source}: a secret (oct) has no public half"),
        ];
        if (keyId is not null && usable.Count > 1)
        {
            problems = problems.Add($"{source}: there are {usable.Count} keys, and one --kid");
            return [];
        }

        return [.. usable.Select(key => Named(key, keyId ?? key.KeyId ?? key.Thumbprint, source))];
    }

    /// <summary>The public half of a key that signs.</summary>
    public static LocalKey PublicOf(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Named(key.Verifier, key.KeyId ?? key.Verifier.Thumbprint, "new");
    }

    private static LocalKey Named(VerificationKey key, string keyId, string source)
    {
        var jwk = JsonNode.Parse(JwkWriter.Write(key))!.AsObject();
        jwk["kid"] = keyId;
        return new(jwk, key, source);
    }

    // Private keys are welcome here; those of RSA and the NIST curves were replaced by their public half before.
    private static string WordsFor(TokenFault fault) =>
        fault.Kind == TokenFaultKind.PrivateKeyPublished ? "its public half can't be taken out here; 'openssl pkey -pubout' does that"
            : fault.Name is { } name ? $"{fault.Kind.Row().Sentence} ({ShownText.Of(name)})" : fault.Kind.Row().Sentence;
}
