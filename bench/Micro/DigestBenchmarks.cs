using System.Globalization;
using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Benchmarks;

/// <summary>A Digest request judged, with nonces under a MAC and the real replay ledger: every call has a fresh count.</summary>
public class DigestBenchmarks
{
    private const string Realm = "shop";
    private const int Batch = 4096;
    private readonly Client _client = new();
    private readonly Credentials[] _batch = new Credentials[Batch];
    private DigestScheme _scheme = null!;

    [Params("MD5", "SHA-256")]
    public string Algorithm { get; set; } = "";

    /// <summary>A nonce and its counts in order; made outside the measurement, because counts are used once.</summary>
    [IterationSetup]
    public void Sign()
    {
        var algorithm = DigestAlgorithm.Find(Algorithm)!;
        var secret = DigestHash.Secret(algorithm, "anna", Realm, "correct horse");
        var nonces = new DigestNonces(TimeProvider.System, TimeSpan.FromHours(1));
        var users = HtdigestFile.Parse($"anna:{Realm}:{secret}\n");
        _scheme = new DigestScheme("devices", new DigestOptions { Realm = Realm, Algorithms = [algorithm] }, users, new MemoryReplayLedger(TimeProvider.System), nonces, new Lockout(TimeProvider.System));
        var nonce = nonces.Create(Realm);
        for (var count = 0; count < Batch; count++)
            _batch[count] = Credentials(algorithm, secret, nonce, count + 1);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public bool Verify()
    {
        var accepted = true;
        foreach (var credentials in _batch)
            accepted &= _scheme.VerifyAsync(credentials, _client, default).Result.Subject is not null;
        return accepted ? true : throw new InvalidOperationException("A valid request was refused.");
    }

    private Credentials Credentials(DigestAlgorithm algorithm, string secret, string nonce, int number)
    {
        var count = number.ToString("x8", CultureInfo.InvariantCulture);
        var response = Hash(algorithm, $"{secret}:{nonce}:{count}:0a4f113b:auth:{Hash(algorithm, $"GET:{_client.Target}")}");
        return new("Digest")
        {
            Params =
            [
                new("username", "anna"), new("realm", Realm), new("nonce", nonce), new("uri", _client.Target), new("algorithm", algorithm.Name, Quoted: false),
                new("qop", "auth", Quoted: false), new("nc", count, Quoted: false), new("cnonce", "0a4f113b"), new("response", response),
            ],
        };
    }

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        var octets = System.Text.Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm.HashName == "MD5"
            ? System.Security.Cryptography.MD5.HashData(octets)
            : System.Security.Cryptography.SHA256.HashData(octets));
    }
}
