using System.Text;
using BenchmarkDotNet.Attributes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Benchmarks;

/// <summary>What a token costs beside its signature.</summary>
public class TokenBenchmarks
{
    internal const string Claims =
        "{\"iss\":\"https://issuer.example.com/realms/main\",\"sub\":\"f3f1c1de-0c1c-4a54-a0f2-7f0b8f6e2f11\",\"aud\":\"https://api.example.com/\",\"exp\":1700000300," +
        "\"iat\":1699999990,\"nbf\":1699999990,\"jti\":\"aZ81-22d-991\",\"client_id\":\"web-portal\",\"scope\":\"openid read write\",\"roles\":[\"admin\",\"user\"]}";

    private static readonly string Text = JwsWriter.Write(SigningKey.Create(JwsAlgorithm.RS256, "2026-11"), Encoding.UTF8.GetBytes(Claims), "at+jwt");
    private static readonly Jws Token = JwsReader.Read(Text).Token!;

    [Benchmark]
    public JwsReading JwsReaderRs256() => JwsReader.Read(Text);

    [Benchmark]
    public JwtClaims? JwtClaimsReaderTenClaims() => JwtClaimsReader.Read(Token, out _);
}
