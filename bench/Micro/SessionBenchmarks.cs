using System.Diagnostics;
using System.Net;
using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Benchmarks;

/// <summary>What a person's session costs: by itself, and on a request's whole way to an upstream that answers at once, beside a route that is open.</summary>
public class SessionBenchmarks
{
    // Four times what is kept in memory: when a session's turn comes again, it is there no more.
    private const int Stored = 16_384;
    private const int Abreast = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
    private readonly RequestJudge _judge = new(new RefusalBudget(TimeProvider.System));
    private readonly GatewayTelemetry _telemetry = new();
    private GatewayServices _services = null!;
    private GatewayRuntime _runtime = null!;
    private UpstreamForwarder _forwarder = null!;
    private SessionScheme _scheme = null!;
    private Client _client = null!;
    private SessionFacts _facts = null!;
    private string _id = "";
    private string _own = "";
    private SessionStore _small = null!;
    private string[] _stored = [];
    private int _at;

    /// <summary>A session in memory, of a user with groups, and a gateway's state without listeners.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        File.WriteAllText($"{_folder}/countersign.yaml", $$"""
            store: sqlite:{{_folder}}/bench.db
            sign-in: { users: store }
            schemes:
              people: { type: session, realm: shop, allow-cleartext: true }
            routes:
              - { name: open, match: { path: /open/** }, access: public, upstream: "http://127.0.0.1:9" }
              - { name: orders, match: { path: /orders/** }, access: { any-of: [people], groups: [staff] }, upstream: "http://127.0.0.1:9" }
            """);
        var reading = ConfigurationReader.Read($"{_folder}/countersign.yaml", _ => null);
        var configuration = reading.Configuration ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        var store = Store.Open(configuration.Store);
        _services = new GatewayServices(configuration, store, TimeProvider.System);
        _runtime = new GatewayRuntime(configuration, _services, _telemetry, journal: null, new RefusalBudget(TimeProvider.System));
        _forwarder = new(new Answering(), _services.Sessions, new InnerFailures(NullLogger<InnerFailures>.Instance), NullLogger<UpstreamForwarder>.Instance);

        _services.Users.Add(new UserRecord("anna", PasswordMaker.Create("correct horse").Text) { Groups = ["staff", "editors"] });
        var begun = await _services.Sessions.BeginAsync(new SignedIn(new("anna")) { At = DateTimeOffset.UtcNow, Methods = ["pwd"] }, new(IPAddress.Loopback, null), default);
        _id = begun.Id.Reveal();
        _own = $"{SessionCookie.CleartextName}={_id}";
        _scheme = new("people", new() { Realm = "shop", AllowCleartext = true }, _services.Sessions, TimeProvider.System);
        _client = new("Cookie", $"theme=dark; {SessionCookie.Name}={_id}; lang=en");
        _facts = (await _services.Sessions.FindAsync(_id, default)).Subject!.Session!;

        _small = new(store, _services.Users, TimeProvider.System, most: Stored / 4);
        _stored = [.. Enumerable.Range(0, Stored).Select(_ => SessionId.Create())];
        store.Write((connection, transaction) =>
        {
            foreach (var id in _stored)
            {
                var now = DateTimeOffset.UtcNow;
                var row = SessionRow.Of(new(new("anna")) { At = now, Methods = ["pwd"] }, new(IPAddress.Loopback, "bench"), now, now.AddHours(12), remember: false);
                row = row with { Hash = new byte[32], Handle = ReferenceIds.Next() };
                SessionId.TryHash(id, row.Hash);
                SessionRow.Insert(connection, transaction, row);
            }

            return true;
        });

        if (!await ReadMany() || Known() != SessionOutcome.Good || !Verified() || !Whole("/orders/7", _own) || Whole("/orders/7", "theme=dark") || !Whole("/open/7", null))
            throw new InvalidOperationException("The gateway does not do what is to be measured.");
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _small.Dispose();
        _runtime.Dispose();
        _services.Dispose();
        _telemetry.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Description = "SessionStore, in memory")]
    public SessionOutcome Known() => _services.Sessions.FindAsync(_id, default).Result.Outcome;

    [Benchmark(Description = "SessionScheme, in memory")]
    public bool Verified() => _scheme.VerifyAsync(null, _client, default).Result.Subject is not null;

    [Benchmark(Description = "SessionStore, an exchange begun and ended")]
    public bool Lease()
    {
        using var lease = _services.Sessions.Enter(_facts);
        using var registration = lease.Over.UnsafeRegister(static _ => { }, null);
        return lease.Over.IsCancellationRequested;
    }

    [Benchmark(Description = "SessionStore, read from SQLite, 64 at once", OperationsPerInvoke = Abreast)]
    public async Task<bool> ReadMany()
    {
        var looking = new Task<SessionCheck>[Abreast];
        for (var each = 0; each < Abreast; each++)
            looking[each] = _small.FindAsync(_stored[_at++ % Stored], default).AsTask();
        foreach (var check in await Task.WhenAll(looking))
        {
            if (check.Outcome != SessionOutcome.Good)
                return false;
        }

        return true;
    }

    [Benchmark(Description = "The whole way, open")]
    public bool Open() => Whole("/open/7", null);

    [Benchmark(Description = "The whole way, open, cookies of others")]
    public bool OpenWithOthers() => Whole("/open/7", "theme=dark; other=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; lang=en");

    [Benchmark(Description = "The whole way, open, the session's cookie alone")]
    public bool OpenWithOwn() => Whole("/open/7", _own);

    [Benchmark(Description = "The whole way, session")]
    public bool Session() => Whole("/orders/7", _own);

    private bool Whole(string path, string? cookie)
    {
        var context = Request(path, cookie);
        var judgement = _judge.JudgeAsync(context, _runtime.State).Result;
        if (!judgement.Decision.IsAdmitted)
            return false;
        var forwarding = _forwarder.ForwardAsync(new GatewayPassage(context, _runtime.State, Stopwatch.GetTimestamp(), null), judgement);
        return forwarding.IsCompletedSuccessfully && context.Response.StatusCode == 200;
    }

    private static DefaultHttpContext Request(string path, string? cookie)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("shop.example");
        context.Request.Path = path;
        context.Request.Protocol = "HTTP/1.1";
        context.Request.Headers.UserAgent = "bench";
        context.Request.Headers.Accept = "*/*";
        if (cookie is not null)
            context.Request.Headers.Cookie = cookie;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = path;
        return context;
    }

    /// <summary>An upstream's answer without an upstream: fields there and back, and the wait for the session's end as the forwarder waits for it.</summary>
    private sealed class Answering : IHttpForwarder
    {
        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
            SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

        public async ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer, CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.UnsafeRegister(static _ => { }, null);
            using var request = new HttpRequestMessage();
            await transformer.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
            using var response = new HttpResponseMessage(HttpStatusCode.OK);
            await transformer.TransformResponseAsync(context, response, cancellationToken);
            return ForwarderError.None;
        }
    }
}
