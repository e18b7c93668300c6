using Countersign.Gateway.Tests.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>The example of the contract, as it is but for its ports.</summary>
public sealed class ContractExampleTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        var lines = await File.ReadAllLinesAsync(Fixtures.Example, TestContext.Current.CancellationToken);
        var yaml = string.Join('\n', lines.SkipWhile(line => !line.StartsWith("trusted-proxies", StringComparison.Ordinal)));
        _gateway = await RunningGateway.StartAsync(yaml.Replace("http://127.0.0.1:9000", "UPSTREAM", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("anna", "correct horse")]
    [InlineData("bo", "b:colon:s")]
    [InlineData("carl", "sha1-user")]
    [InlineData("dora", "pässwörd")]
    public async Task Lets_its_people_in(string user, string password)
    {
        Assert.Equal(200, (await _gateway.GetAsync("/staging/a", Credential.Basic(user, password))).Status);
        Assert.Equal(user, _gateway.Upstream.Last.Field("X-Forwarded-User"));
        Assert.Equal(401, (await _gateway.GetAsync("/staging/a", Credential.Basic(user, password + "x"))).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/staging/a", Credential.Basic(user, password))).Status);
    }

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("MD5")]
    public async Task Lets_its_device_in_and_signs_the_answer(string algorithm)
    {
        var challenge = await Credential.AskedAsync(_gateway, "/telemetry/a", algorithm);

        var reply = await _gateway.GetAsync("/telemetry/a", Credential.Digest(challenge, "/telemetry/a"));

        Assert.Equal((200, "sensor1"), (reply.Status, _gateway.Upstream.Last.Field("X-Forwarded-User")));
        Assert.Contains("rspauth=", reply.Field("Authentication-Info"), StringComparison.Ordinal);
        Assert.Equal(200, (await _gateway.GetAsync("/telemetry/b", Credential.Digest(challenge, "/telemetry/b", count: 2))).Status);
    }

    [Fact]
    public async Task Offers_the_stronger_algorithm_first() =>
        Assert.Equal(
            ["algorithm=SHA-256", "algorithm=MD5"],
            (await _gateway.GetAsync("/telemetry/a")).Challenges.Select(line => line.Split(", ").Single(part => part.StartsWith("algorithm", StringComparison.Ordinal))));

    [Fact]
    public async Task Takes_keys_with_the_scope_and_closes_all_else()
    {
        var key = "X-API-Key: " + _gateway.Host.Services.Keys.Create("press", ["orders.read"]).Key.Reveal();

        Assert.Equal(200, (await _gateway.GetAsync("/api/orders/1", key)).Status);
        Assert.Equal(403, (await _gateway.AskAsync("POST", "/api/orders/1", key)).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/assets/logo.svg")).Status);
        Assert.Equal(403, (await _gateway.GetAsync("/assets-old/logo.svg")).Status);
    }
}
