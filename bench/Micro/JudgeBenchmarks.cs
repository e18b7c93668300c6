using System.Net;
using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Benchmarks;

/// <summary>A request's whole way to its decision, as the gateway takes it: screened, canonical, scrubbed, matched, judged. Without a server.</summary>
public class JudgeBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
    private readonly RequestJudge _judge = new(new RefusalBudget(TimeProvider.System));
    private readonly GatewayTelemetry _telemetry = new();
    private DefaultHttpContext _nobody = null!;
    private DefaultHttpContext _anna = null!;
    private Store _store = null!;
    private GatewayServices _services = null!;
    private GatewayRuntime _runtime = null!;

    /// <summary>A gateway's state from a configuration file, but no listeners.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        var password = Countersign.AspNetCore.Passwords.PasswordMaker.Create("correct horse").Text;
        File.WriteAllText($"{_folder}/users.htpasswd", $"anna:{password}\n");
        File.WriteAllText($"{_folder}/countersign.yaml", $$"""
            store: sqlite:{{_folder}}/bench.db
            schemes:
              staff: { type: basic, realm: shop, htpasswd: users.htpasswd, allow-cleartext: true }
              keys: { type: api-key, realm: shop }
            routes:
              - { name: assets, match: { path: /assets/** }, access: public, upstream: "http://127.0.0.1:9" }
              - { name: orders, match: { path: /orders/** }, access: { any-of: [staff, keys] }, upstream: "http://127.0.0.1:9" }
            """);
        var reading = ConfigurationReader.Read($"{_folder}/countersign.yaml", _ => null);
        var configuration = reading.Configuration ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        _store = Store.Open(configuration.Store);
        _services = new GatewayServices(configuration, _store, TimeProvider.System);
        _runtime = new GatewayRuntime(configuration, _services, _telemetry, journal: null, new RefusalBudget(TimeProvider.System));
        _nobody = Request(authorization: null);
        _anna = Request("Basic YW5uYTpjb3JyZWN0IGhvcnNl");

        if (!(await _judge.JudgeAsync(_anna, _runtime.State)).Decision.IsAdmitted || NoCredentials())
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

    [Benchmark(Description = "RequestJudge, no credentials")]
    public bool NoCredentials() => _judge.JudgeAsync(_nobody, _runtime.State).Result.Decision.IsAdmitted;

    [Benchmark(Description = "RequestJudge, Basic remembered")]
    public bool Basic() => _judge.JudgeAsync(_anna, _runtime.State).Result.Decision.IsAdmitted;

    private static DefaultHttpContext Request(string? authorization)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("shop.example");
        context.Request.Path = "/orders/7";
        context.Request.Protocol = "HTTP/1.1";
        context.Request.Headers.UserAgent = "bench";
        context.Request.Headers.Accept = "*/*";
        context.Request.Headers.Authorization = authorization;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/orders/7?full=1";
        return context;
    }
}
