using System.Net.Http.Headers;
using BenchmarkDotNet.Attributes;
using Countersign.Wire;
using NameValue = Microsoft.Net.Http.Headers.NameValueHeaderValue;

namespace Countersign.Benchmarks;

/// <summary>
/// A line with three challenges. The framework's client reads it into scheme and unread parameter text; with ASP.NET Core's reader of name-value pairs
/// after it the framework gets as far as ours: names and unescaped values.
/// </summary>
public class ChallengeReaderBenchmarks
{
    private const string Line =
        "Basic realm=\"shop\", charset=\"UTF-8\", " +
        "Digest realm=\"shop\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", algorithm=SHA-256, qop=\"auth\", " +
        "Bearer realm=\"shop\", error=\"invalid_token\", error_description=\"The access token expired\"";

    private readonly HttpResponseMessage _message = new();

    /// <summary>Both have to see the same three.</summary>
    [GlobalSetup]
    public void Check()
    {
        var framework = Framework();
        if (framework != 3 || FrameworkWithParams() != 9 || _message.Headers.WwwAuthenticate.Last().Scheme != "Bearer" || Reader().Challenges.Length != 3)
            throw new InvalidOperationException($"The framework sees {framework} challenges, the reader {Reader().Challenges.Length}.");
    }

    [Benchmark(Baseline = true, Description = "HttpResponseHeaders.WwwAuthenticate")]
    public int Framework()
    {
        var headers = _message.Headers;
        headers.Remove("WWW-Authenticate");
        headers.TryAddWithoutValidation("WWW-Authenticate", Line);
        return headers.WwwAuthenticate.Count;
    }

    [Benchmark(Description = "the same, then NameValueHeaderValue")]
    public int FrameworkWithParams()
    {
        Framework();
        var values = 0;
        foreach (var challenge in _message.Headers.WwwAuthenticate)
        {
            foreach (var pair in NameValue.ParseList([challenge.Parameter ?? ""]))
                values += pair.GetUnescapedValue().Length > 0 ? 1 : 0;
        }

        return values;
    }

    [Benchmark(Description = "ChallengeReader.Read")]
    public ChallengesReading Reader() => ChallengeReader.Read(Line);
}
