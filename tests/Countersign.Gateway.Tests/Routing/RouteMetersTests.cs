using System.Diagnostics;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Routing;
using Countersign.Gateway.Tests.Configuration;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Routing;

public sealed class RouteMetersTests
{
    [Fact]
    public async Task Admissions_are_counted_by_the_kind_of_subject_whatever_the_scheme()
    {
        using var files = new Fixtures();
        using var store = Store.Open("sqlite:" + Path.Combine(files.Folder, "store.db"));
        using var telemetry = new GatewayTelemetry();
        await using var journal = new Journal(store);
        var scheme = new Tokens();
        var meters = new RouteMeters("a", [scheme], telemetry, journal);

        Assert.True(CanonicalTarget.TryRead("/", "GET", "localhost", out var target, out _));
        var facts = new HttpRequestFacts(new DefaultHttpContext(), target, new TrustedProxies([]), ContentRoom.ForContents());
        foreach (var kind in new[] { "service", "service", "user", "service" })
            meters.Admitted(scheme, new Subject("s") { Kind = kind }, facts, Stopwatch.GetTimestamp());
        meters.Admitted(null, null, facts, Stopwatch.GetTimestamp());

        Assert.Equal([3, 1, 1], new[] { "service", "user", "anonymous" }.Select(kind => journal.CounterFor("a", kind).Total));
    }

    private sealed class Tokens : IAuthScheme
    {
        public string Name => "Token";

        public string Id => "tokens";

        public bool OpensDialog => false;

        public bool NeedsTls => false;

        public bool IsPresented(Credentials? authorization, RequestFacts request) => true;

        public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) => [];

        public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel) => default;
    }
}
