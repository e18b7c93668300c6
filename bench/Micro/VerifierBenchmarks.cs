using System.Text;
using BenchmarkDotNet.Attributes;
using Countersign.Ports;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.Benchmarks;

/// <summary>
/// What a token costs from its text to the judgement: seen before, and never seen. HS256 is the cheapest signature, so that its new token shows what
/// all the rest costs; <see cref="MakeVerifier"/> is to be taken off what is new, as that is verified by somebody without memory.
/// </summary>
public class VerifierBenchmarks
{
    private static readonly Clock Now = new();
    private static readonly NothingRevoked Revocations = new();

    private TrustedIssuer _issuer = null!;
    private TokenVerifier _remembers = null!;
    private string _token = "";

    [Params("RS256", "PS256", "ES256", "ES384", "EdDSA", "HS256")]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public void MakeToken()
    {
        var algorithm = JwsAlgorithm.Find(Algorithm)!;
        var key = SigningKey.Create(algorithm, "2026-11");
        _token = JwsWriter.Write(key, Encoding.UTF8.GetBytes(TokenBenchmarks.Claims), "at+jwt");
        _issuer = new("https://issuer.example.com/realms/main", new FixedIssuerKeys(new([key.Verifier])), new() { Algorithms = [algorithm], Audiences = ["https://api.example.com/"] });
        _remembers = MakeVerifier();
        if (!Seen().IsGood || !New().IsGood)
            throw new InvalidOperationException("The token is refused.");
    }

    [Benchmark]
    public TokenJudgement Seen() => _remembers.VerifyAsync(_token, default, default).Result;

    [Benchmark]
    public TokenJudgement New() => MakeVerifier().VerifyAsync(_token, default, default).Result;

    [Benchmark]
    public TokenVerifier MakeVerifier() => new([_issuer], Revocations, Now);

    private sealed class NothingRevoked : IRevocations
    {
        public bool IsReadable => true;

        public string? Find(in TokenNames token) => null;
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1700000000);
    }
}
