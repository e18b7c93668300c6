using System.Buffers.Text;
using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Tests.Tokens;

/// <summary>Keys and tokens for tests: one key of each algorithm, made once.</summary>
internal static class TokenStage
{
    public static Dictionary<string, SigningKey> Signers { get; } = JwsAlgorithm.All.ToDictionary(algorithm => algorithm.Name, algorithm => SigningKey.Create(algorithm, "k-" + algorithm.Name));

    public static KeySet AllKeys { get; } = new([.. Signers.Values.Select(signer => signer.Verifier)]);

    public static SigningKey Rs256 => Signers["RS256"];

    public static SigningKey Es256 => Signers["ES256"];

    public static SigningKey Hs256 => Signers["HS256"];

    /// <summary>A token of a header as it stands, signed properly.</summary>
    public static string Sign(SigningKey key, string header, string payload = "{}") => Sign(key, Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload));

    /// <summary>A token of octets as they stand, signed properly.</summary>
    public static string Sign(SigningKey key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var input = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>A token with a signature as it stands.</summary>
    public static Jws WithSignature(string algorithm, byte[] signature) =>
        JwsReader.Read($"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"alg\":\"{algorithm}\"}}"))}.e30.{Base64Url.EncodeToString(signature)}").Token!;
}
