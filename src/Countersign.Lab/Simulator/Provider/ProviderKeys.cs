using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>The keys of the provider: by ES256 it signs access tokens, by RS256 ID tokens, as every client can verify them (OpenID Connect Core §15.1).</summary>
internal sealed class ProviderKeys : IIssuerKeys
{
    private readonly Lock _changing = new();
    private readonly Lazy<SigningKey> _retired = new(() => SigningKey.Create(JwsAlgorithm.ES256, "retired"));
    private ImmutableArray<SigningKey> _signers = [];
    private KeySet? _published;
    private int _generation;

    /// <summary>What is published.</summary>
    public KeySet Current
    {
        get
        {
            lock (_changing)
            {
                if (_published is null)
                    Renew([]);
                return _published!;
            }
        }
    }

    /// <summary>A key that the provider had once and does not publish any more.</summary>
    public SigningKey Retired => _retired.Value;

    /// <inheritdoc/>
    public ValueTask<KeyLook> LookAsync(CancellationToken cancel) => new(new KeyLook(Current, IsCurrent: true));

    /// <summary>The newest key of an algorithm.</summary>
    public SigningKey Signer(JwsAlgorithm algorithm)
    {
        _ = Current;
        lock (_changing)
            return _signers.First(signer => signer.Algorithm == algorithm);
    }

    /// <summary>The algorithms that it has keys for.</summary>
    public static ImmutableArray<JwsAlgorithm> Algorithms { get; } = [JwsAlgorithm.ES256, JwsAlgorithm.RS256];

    /// <summary>Makes new keys.</summary>
    /// <param name="drop">Whether those of before are published no more, so that what they signed is worth nothing.</param>
    public void Rotate(bool drop)
    {
        _ = Current;
        lock (_changing)
            Renew(drop ? [] : [.. _signers.Take(2 * Algorithms.Length)]);
    }

    /// <summary>Keys that are the same as long as nobody changes them.</summary>
    public ProviderKeys Copy()
    {
        _ = Current;
        lock (_changing)
            return new() { _signers = _signers, _published = _published, _generation = _generation };
    }

    /// <summary>The public key of RS256 as PEM: what a verifier that lets the token choose the algorithm takes for the secret of HS256 (RFC 8725 §2.1).</summary>
    public byte[] RsaPem()
    {
        var jwk = JsonNode.Parse(JwkWriter.Write(Signer(JwsAlgorithm.RS256).Verifier))!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Octets(jwk, "n"), Exponent = Octets(jwk, "e") });
        return Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
    }

    private static byte[] Octets(JsonNode jwk, string name) => System.Buffers.Text.Base64Url.DecodeFromChars((string)jwk[name]!);

    private void Renew(ImmutableArray<SigningKey> kept)
    {
        _generation++;
        _signers = [.. Algorithms.Select(algorithm => SigningKey.Create(algorithm, FormattableString.Invariant($"{algorithm.Name.ToLowerInvariant()}-{_generation}"))), .. kept];
        _published = new([.. _signers.Select(signer => signer.Verifier)]);
    }
}
