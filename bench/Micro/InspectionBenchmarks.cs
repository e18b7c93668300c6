using System.Text;
using BenchmarkDotNet.Attributes;
using Countersign.Inspector;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Verdicts;

namespace Countersign.Benchmarks;

/// <summary>One exchange under all checks: a browser's request with a token that ended, and a refusal as an API sends it.</summary>
public class InspectionBenchmarks
{
    private const string Refused = """
        GET /orders/17?page=2 HTTP/1.1
        Host: api.example
        Accept: application/json
        Origin: https://shop.example
        Sec-Fetch-Mode: cors
        User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0
        Authorization: Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUiLCJzdWIiOiJhbm5hIiwiZXhwIjoxNzk1MDAwMDAwfQ.c2lnbmF0dXJl

        HTTP/1.1 401 Unauthorized
        Date: Mon, 23 Nov 2026 10:00:00 GMT
        Content-Type: application/problem+json
        Cache-Control: no-store
        Access-Control-Allow-Origin: https://shop.example
        WWW-Authenticate: Bearer realm="shop", error="invalid_token", error_description="The token ended"
        Server: nginx

        {"title":"Unauthorized","status":401}
        """;

    private static readonly byte[] Octets = Encoding.UTF8.GetBytes(Refused);
    private readonly Recording _recording = Recording.Read(Octets);
    private Inspection _inspection = null!;

    /// <summary>The transcript must be read as one refused exchange.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        if (_recording.Exchanges is not [{ Status: 401 }])
            throw new InvalidOperationException("The transcript is not read as it should be.");
        _inspection = Inspection.Of(_recording);
    }

    /// <summary>From the text of the exchange to the recording without secrets.</summary>
    [Benchmark]
    public Recording Read() => Recording.Read(Octets);

    /// <summary>All checks.</summary>
    [Benchmark(Baseline = true)]
    public Inspection Judge() => Inspection.Of(_recording);

    /// <summary>The sentence over all findings.</summary>
    [Benchmark]
    public Verdict Conclude() => Verdict.Of(_inspection);
}
