using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Routing;

public sealed class HeaderRuleTests : IAsyncLifetime
{
    private const string Yaml = """
        routes:
          - { name: debugged, match: { path: /dbg/**, headers: { X-Debug: "*" } }, access: deny }
          - { name: old, match: { path: /dbg/**, headers: { X-Version: "1" } }, access: deny }
          - { name: listed, match: { path: /dbg/**, headers: { X-Mode: "a, b" } }, access: deny }
          - { name: rest, match: { path: /dbg/** }, access: public, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("X-Debug: 1")]
    [InlineData("X-Debug:")]
    [InlineData("x-debug: 1", "X-DEBUG: 2")]
    [InlineData("X-Version: 1")]
    [InlineData("X-Version: 2", "X-Version: 1")]
    [InlineData("X-Version: 1", "X-Version: 1")]
    [InlineData("X-Version: 2, 1")]
    [InlineData("X-Mode: a, b")]
    [InlineData("X-Mode: a", "X-Mode: b")]
    public async Task A_rule_over_a_field_is_not_evaded_by_sending_it_again(params string[] fields)
    {
        Assert.Equal(403, (await _gateway.GetAsync("/dbg/a", fields)).Status);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory]
    [InlineData("X_Debug", "1")]
    [InlineData("X.Debug", "1")]
    [InlineData("x_version", "1")]
    public async Task An_upstream_that_folds_names_does_not_see_a_field_that_no_rule_saw(string name, string value)
    {
        Assert.Equal(200, (await _gateway.GetAsync("/dbg/a", $"{name}: {value}")).Status);
        Assert.Null(_gateway.Upstream.Last.Field(name));
    }

    [Theory]
    [InlineData("close, X-Debug")]
    [InlineData("keep-alive, x-debug")]
    public async Task A_field_that_belongs_to_the_connection_is_gone_before_rules_and_upstream_see_it(string connection)
    {
        Assert.Equal(200, (await _gateway.GetAsync("/dbg/a", "X-Debug: 1", "Connection: " + connection)).Status);
        Assert.Null(_gateway.Upstream.Last.Field("X-Debug"));
    }

    [Theory]
    [InlineData("X-Version: 2")]
    [InlineData("X-Version: 11")]
    [InlineData("X-Version:")]
    [InlineData("X-Mode: a")]
    public async Task Another_value_is_none_of_its_business(string field) =>
        Assert.Equal(200, (await _gateway.GetAsync("/dbg/a", field)).Status);
}
