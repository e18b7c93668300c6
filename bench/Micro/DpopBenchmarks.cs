using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;

namespace Countersign.Benchmarks;

/// <summary>One proof of ES256: of a client that was seen before, of one that was not, and what is remembered of it.</summary>
public class DpopBenchmarks
{
    private const string AccessToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1700000000);
    private static readonly DpopRequest Request = new("GET", "https", "api.example.com", "/v1/items?page=2");
    private static readonly SigningKey Key = SigningKey.Create(JwsAlgorithm.ES256);
    private static readonly string Proof = Write();

    private readonly DpopProofReader _reader = new(new());
    private readonly DpopProofReader _forgetful = new(new());
    private readonly DpopNonces _nonces = new(TimeProvider.System, TimeSpan.FromMinutes(5));
    private readonly MemoryProofLedger _ledger = new(TimeProvider.System);
    private readonly string _old = new DpopNonces(TimeProvider.System, TimeSpan.FromMinutes(5)).Create();

    [Benchmark(Baseline = true)]
    public DpopReading KnownKey() => _reader.Read(Proof, Request, AccessToken, Now);

    // Too old, so that its key is never kept: all else is judged nevertheless.
    [Benchmark]
    public DpopReading NewKey() => _forgetful.Read(Proof, Request, AccessToken, Now.AddHours(1));

    [Benchmark]
    public ReplayOutcome Ledger() => _ledger.TryUseAsync("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", "-BwC3ESc6acc2lTc", DateTimeOffset.MaxValue, default).Result;

    [Benchmark]
    public string CreateNonce() => _nonces.Create();

    [Benchmark]
    public DpopNonce ReadForeignNonce() => _nonces.Read(_old);

    private static string Write()
    {
        var header = $"{{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{JwkWriter.Write(Key.Verifier)}}}";
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(AccessToken)));
        var claims = $"{{\"jti\":\"-BwC3ESc6acc2lTc\",\"htm\":\"GET\",\"htu\":\"https://api.example.com/v1/items\",\"iat\":1700000000,\"ath\":\"{hash}\"}}";
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Base64Url.EncodeToString(Key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }
}
