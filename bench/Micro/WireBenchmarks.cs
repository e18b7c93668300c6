using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Intake;
using Countersign.Wire;

namespace Countersign.Benchmarks;

/// <summary>Writer, credentials and targets.</summary>
public class WireBenchmarks
{
    private const string Digest =
        "Digest username=\"anna\", realm=\"shop\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/orders/7?full=1\", algorithm=SHA-256, " +
        "qop=auth, nc=00000001, cnonce=\"0a4f113b\", response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"";

    private static readonly Challenge Offered = new("Digest")
    {
        Params =
        [
            new("realm", "shop"), new("nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"), new("algorithm", "SHA-256", Quoted: false), new("qop", "auth"),
        ],
    };

    [Benchmark]
    public string ChallengeWriterDigest() => ChallengeWriter.Write(Offered);

    [Benchmark]
    public CredentialsReading CredentialsReaderBasic() => CredentialsReader.Read("Basic YW5uYTpjb3JyZWN0IGhvcnNl");

    [Benchmark]
    public CredentialsReading CredentialsReaderDigest() => CredentialsReader.Read(Digest);

    [Benchmark]
    public bool CanonicalTargetPlain() => CanonicalTarget.TryRead("/orders/7?full=1", out _, out _);

    [Benchmark]
    public bool CanonicalTargetEncoded() => CanonicalTarget.TryRead("/orders/caf%c3%a9/%7Eanna?full=1", out _, out _);
}
