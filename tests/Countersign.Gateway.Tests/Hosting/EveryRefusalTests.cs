using System.Diagnostics;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Every refusal, produced by a request, told alike by answer, journal, log, metrics, span and explanation.</summary>
public sealed class EveryRefusalTests
{
    public static TheoryData<Refusal> Producible => [.. RefusalCatalogue.All.Where(refusal => !RefusalCases.NotOverHttp.ContainsKey(refusal))];

    [Theory]
    [MemberData(nameof(Producible))]
    public async Task Is_told_alike_everywhere(Refusal refusal)
    {
        await using var gateway = await RunningGateway.StartAsync(
            RefusalCases.Limits(refusal) + RefusalCases.Yaml, await EchoUpstream.StartAsync(SignOnRefusalCases.AnswerAsync));
        using var spans = new EndedSpans(gateway);
        var row = refusal.Row();

        var reply = await RefusalCases.ProduceAsync(refusal, gateway);

        Assert.Equal(row.Status, reply.Status);
        Assert.Equal(Gate.IsChallenged(refusal), reply.Challenges.Length > 0);
        Assert.Equal("application/problem+json", reply.Field("Content-Type"));
        Assert.Equal("no-store", reply.Field("Cache-Control"));
        Assert.Equal(refusal.PublicRow().Slug, reply.Reason);
        Assert.Equal(refusal.PublicRow().Title, reply.Json.GetProperty("title").GetString());
        Assert.Equal(row.Status, reply.Json.GetProperty("status").GetInt32());
        Assert.Equal(reply.Reference, reply.Json.GetProperty("reference").GetString());
        if (row.PublicAs is not null)
            Assert.DoesNotContain(row.Slug, reply.Raw, StringComparison.Ordinal);
        foreach (var (name, value, isQuoted) in refusal.PublicRow().ChallengeParams)
            Assert.Contains(reply.Challenges, line => line.Contains(isQuoted ? $"{name}=\"{value}\"" : $"{name}={value}", StringComparison.Ordinal));
        Assert.Equal(row.Status is 429 or 503, reply.Field("Retry-After") is not null);

        var entry = await gateway.JournalAsync(reply.Reference);
        Assert.Equal((refusal, row.Status), (entry.Refusal, entry.Status));
        Assert.Equal(reply.Challenges, entry.Challenges);

        var line = await gateway.Log.FindAsync(reply.Reference);
        var isChallenge = refusal == Refusal.CredentialsMissing;
        Assert.Equal(row.Slug, line.GetProperty("reason").GetString());
        Assert.Equal(refusal.PublicRow().Slug, line.GetProperty("public_reason").GetString());
        Assert.Equal(row.Status, line.GetProperty("status").GetInt32());
        Assert.Equal(isChallenge ? ("INFO", "challenged") : ("WARN", "refused"), (line.GetProperty("level").GetString(), line.GetProperty("event").GetString()));
        Assert.Equal(entry.Route, line.GetProperty("route").GetString());

        var series = (await gateway.MetricsAsync()).Split('\n').Single(sample =>
            sample.StartsWith("countersign_gateway_decisions_total{", StringComparison.Ordinal)
            && sample.Contains($"error_type=\"{row.Slug}\"", StringComparison.Ordinal));
        Assert.Contains($"http_route=\"{entry.Route ?? "(none)"}\"", series, StringComparison.Ordinal);
        Assert.Contains(isChallenge ? "\"challenged\"" : "\"refused\"", series, StringComparison.Ordinal);
        Assert.NotEqual("0", series.Split(' ')[^1]);

        var span = await spans.FindAsync("countersign.reference", reply.Reference);
        Assert.Equal(isChallenge ? "challenged" : "refused", span.GetTagItem("countersign.outcome"));
        Assert.Equal(row.Slug, span.GetTagItem("error.type"));
        Assert.Equal((entry.Scheme, entry.Route, entry.Path), (span.GetTagItem("countersign.scheme"), span.GetTagItem("http.route"), span.GetTagItem("url.path")));
        Assert.Equal(row.Status, span.GetTagItem("http.response.status_code"));
        Assert.Equal(row.Status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset, span.Status);

        var explained = Explanation.Of(entry, gateway.Configuration);
        Assert.Equal(row.Slug, explained.FailedChecks[0].Check);
        Assert.Equal(entry.Route is null, explained.Policy is null);
        Assert.DoesNotContain("sha1-user", gateway.Log.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_large_a_header_section_is_answered_by_the_server_itself()
    {
        await using var gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);

        var reply = await gateway.GetAsync("/staff/a", "X-Large: " + new string('x', 40_000));

        Assert.Equal(431, reply.Status);
        Assert.Empty(gateway.Upstream.All);
    }
}
