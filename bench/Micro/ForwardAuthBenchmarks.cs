using System.Diagnostics;
using System.Net;
using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Benchmarks;

/// <summary>A proxy's question from its fields to the fields of the answer. Without a server; what the framework's own fields and context cost is told apart.</summary>
public class ForwardAuthBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
    private readonly RefusalBudget _budget = new(TimeProvider.System);
    private readonly GatewayTelemetry _telemetry = new();
    private readonly DefaultHttpContext _question = new();
    private readonly FeatureCollection _features = new();
    private GatewayPipeline _pipeline = null!;
    private GatewayServices _services = null!;
    private GatewayRuntime _runtime = null!;

    /// <summary>A gateway's state from a configuration file, but no listeners.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var password = Countersign.AspNetCore.Passwords.PasswordMaker.Create("correct horse").Text;
        File.WriteAllText($"{_folder}/users.htpasswd", $"anna:{password}\n");
        File.WriteAllText($"{_folder}/countersign.yaml", $$"""
            store: sqlite:{{_folder}}/bench.db
            forward-auth: { proxies: [127.0.0.1] }
            schemes:
              staff: { type: basic, realm: shop, htpasswd: users.htpasswd, allow-cleartext: true }
            routes:
              - { name: orders, match: { path: /orders/** }, access: { any-of: [staff] } }
            """);
        var reading = ConfigurationReader.Read($"{_folder}/countersign.yaml", _ => null);
        var configuration = reading.Configuration ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        var judge = new RequestJudge(_budget);
        var reporter = new RefusalReporter(new AnswerWriter(), null!, _telemetry, _ => { }, _budget, TimeProvider.System);
        _services = new GatewayServices(configuration, Store.Open(configuration.Store), TimeProvider.System) { Described = new DescribedJudge(judge, reporter) };
        _runtime = new GatewayRuntime(configuration, _services, _telemetry, journal: null, _budget, reporter);
        _pipeline = new GatewayPipeline(_runtime, judge, null!, reporter, new InnerFailures(NullLogger<InnerFailures>.Instance), new ActivitySource("bench"));

        if (Ask("nginx/ask") != 200)
            throw new InvalidOperationException("The gateway does not do what is to be measured.");
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _runtime.Dispose();
        _services.Dispose();
        _telemetry.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, Description = "The question's fields alone")]
    public int Nothing()
    {
        Make("nginx/ask");
        return _question.Response.StatusCode;
    }

    [Benchmark(Description = "nginx asks, Basic remembered")]
    public int Nginx() => Ask("nginx/ask");

    private int Ask(string dialect)
    {
        Make(dialect);
        _pipeline.ServeAsync(_question).GetAwaiter().GetResult();
        return _question.Response.StatusCode;
    }

    private void Make(string dialect)
    {
        var path = ForwardAuthEndpoint.Root + dialect;
        var features = _features;
        foreach (var (kind, _) in features.ToArray())
            features[kind] = null;
        IHeaderDictionary fields = new HeaderDictionary(8);
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Headers = fields, Method = "GET", Scheme = "http", Path = path, RawTarget = path, Protocol = "HTTP/1.1" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        _question.Uninitialize();
        _question.Initialize(features);
        fields.Host = "countersign";
        fields["X-Original-Method"] = "GET";
        fields["X-Original-URL"] = "http://shop.example/orders/7?full=1";
        fields["X-Forwarded-For"] = "198.51.100.7";
        fields.UserAgent = "bench";
        fields.Accept = "*/*";
        fields.Authorization = "Basic YW5uYTpjb3JyZWN0IGhvcnNl";
    }
}
