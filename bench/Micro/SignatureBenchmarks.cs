using System.Text;
using BenchmarkDotNet.Attributes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Benchmarks;

/// <summary>Signatures by algorithm: the choice of the key and its work.</summary>
public class SignatureBenchmarks
{
    private SigningKey _key = null!;
    private KeySet _keys = KeySet.Empty;
    private Jws _token = null!;

    [ParamsSource(nameof(Names))]
    public string Algorithm { get; set; } = "";

    public static IEnumerable<string> Names => JwsAlgorithm.All.Select(algorithm => algorithm.Name);

    [GlobalSetup]
    public void MakeKey()
    {
        _key = SigningKey.Create(JwsAlgorithm.Find(Algorithm)!, "2026-11");
        _keys = new([_key.Verifier]);
        _token = JwsReader.Read(JwsWriter.Write(_key, Encoding.UTF8.GetBytes(TokenBenchmarks.Claims), "at+jwt")).Token!;
    }

    [Benchmark]
    public SignatureCheck Verify() => _keys.Verify(_token, JwsAlgorithm.All);

    [Benchmark]
    public string Sign() => JwsWriter.Write(_key, _token.Payload.Span);
}
