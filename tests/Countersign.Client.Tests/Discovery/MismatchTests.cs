using System.Net;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Discovery;

/// <summary>What is found is believed only where it is of whom was asked, and leads where a stranger may lead.</summary>
public sealed class MismatchTests : IDisposable
{
    private readonly DiscoveryStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("https://evil.example/orders")]
    [InlineData("https://api.example")]
    [InlineData("https://api.example/")]
    [InlineData("https://api.example/order")]
    [InlineData("https://api.example/orders/")]
    [InlineData("https://api.example/orders#x")]
    [InlineData("https://API.example/orders")]
    [InlineData("http://api.example/orders")]
    [InlineData("https://api.example:8443/orders")]
    [InlineData("orders")]
    [InlineData("")]
    public async Task Refuses_metadata_of_another_resource(string resource)
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(resource));

        await FailsAsync(FailureReason.ResourceMismatch);
    }

    [Theory]
    [InlineData("https://evil.example/orders")]
    [InlineData("http://api.example/")]
    [InlineData("https://api.example/order")]
    [InlineData("https://user@api.example/")]
    [InlineData("https://api.example/?x")]
    [InlineData("file:///orders")]
    public async Task Never_takes_the_identifier_of_another_origin_for_a_folder(string resource)
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(resource));

        await FailsAsync(FailureReason.ResourceMismatch, options => options.ResourceScope = ResourceScope.Folder);
    }

    [Theory]
    [InlineData("https://login.example/tenant/")]
    [InlineData("https://login.example")]
    [InlineData("https://LOGIN.example/tenant")]
    [InlineData("https://evil.example")]
    public async Task Refuses_metadata_of_another_issuer(string issuer)
    {
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(DiscoveryStage.Server(issuer));

        await FailsAsync(FailureReason.IssuerMismatch);
    }

    [Fact]
    public async Task Does_not_go_on_to_another_server_after_one_that_names_another_issuer()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(servers: $"\"{DiscoveryStage.Issuer}\",\"https://second.example\""));
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(DiscoveryStage.Server("https://evil.example"));
        _stage.Documents["https://second.example/.well-known/oauth-authorization-server"] = () => DiscoveryStage.Json(DiscoveryStage.Server("https://second.example"));

        await FailsAsync(FailureReason.IssuerMismatch);
    }

    [Fact]
    public async Task Asks_only_servers_that_the_caller_names()
    {
        // CVE-2020-15157: what a 401 points to gets no credentials by that alone.
        await FailsAsync(FailureReason.AuthorizationServerNotAllowed, options => options.Issuers.Add("https://login.example"));

        Assert.Equal([DiscoveryStage.Api, DiscoveryStage.Place], _stage.Asked);
    }

    [Fact]
    public async Task Takes_the_server_that_the_caller_names_among_several()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(servers: $"\"https://evil.example\",\"{DiscoveryStage.Issuer}\""));
        using var client = _stage.Client(options => options.Issuers.Add(DiscoveryStage.Issuer));

        using var response = await client.GetAsync(DiscoveryStage.Api, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(_stage.Requests, seen => seen.Target.Host == "evil.example");
    }

    [Fact]
    public async Task Asks_nobody_at_a_server_where_the_client_has_no_grant()
    {
        using var client = _stage.Client(grantAt: _ => null);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, TestContext.Current.CancellationToken));

        Assert.Equal(FailureReason.AuthorizationServerNotAllowed, failed.Failure.Reason);
    }

    [Theory]
    [InlineData("http://api.example/.well-known/oauth-protected-resource/orders")]
    [InlineData("https://user:pass@api.example/metadata")]
    [InlineData("https://api.example/metadata#fragment")]
    [InlineData("https://127.0.0.1/metadata")]
    [InlineData("https://[::1]/metadata")]
    [InlineData("https://[::ffff:10.0.0.1]/metadata")]
    [InlineData("https://localhost/metadata")]
    [InlineData("https://10.1.2.3/metadata")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://2852039166/latest/meta-data/")] // the same, as one number
    [InlineData("https://0x7f.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://api.example/metadata")]
    [InlineData("javascript:alert(1)")]
    public async Task Follows_no_challenge_to_where_it_has_no_business(string place)
    {
        _stage.Challenge = $"Bearer resource_metadata=\"{place}\"";

        await FailsAsync(FailureReason.UnsafeAddress);

        Assert.Equal([DiscoveryStage.Api], _stage.Asked);
    }

    [Theory]
    [InlineData("http://login.example/tenant")]
    [InlineData("https://192.168.0.1")]
    [InlineData("https://localhost:8080")]
    public async Task Follows_no_metadata_to_where_they_have_no_business(string issuer)
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(servers: $"\"{issuer}\""));

        await FailsAsync(FailureReason.UnsafeAddress);

        Assert.Equal([DiscoveryStage.Api, DiscoveryStage.Place], _stage.Asked);
    }

    [Theory]
    [InlineData("token_endpoint", "http://login.example/token")]
    [InlineData("token_endpoint", "https://169.254.169.254/token")]
    [InlineData("authorization_endpoint", "file:///bin/sh")]
    [InlineData("authorization_endpoint", "cmd:$(calc.exe)")] // CVE-2025-6514
    [InlineData("registration_endpoint", "https://10.0.0.1/register")]
    public async Task Takes_no_endpoint_where_secrets_must_not_go(string member, string address)
    {
        var document = $$"""{"issuer":"{{DiscoveryStage.Issuer}}","token_endpoint":"{{DiscoveryStage.TokenUrl}}","{{member}}":"{{address}}"}""".Replace(
            member == "token_endpoint" ? $"\"token_endpoint\":\"{DiscoveryStage.TokenUrl}\"," : "\0", "", StringComparison.Ordinal);
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(document);

        await FailsAsync(FailureReason.UnsafeAddress);

        Assert.Empty(_stage.Forms);
    }

    [Fact]
    public async Task Says_what_is_missing_where_nothing_is_published()
    {
        _stage.Challenge = "Bearer";
        _stage.Documents.Clear();

        var failure = await FailsAsync(FailureReason.DiscoveryFailed);

        Assert.Contains("https://api.example/.well-known/oauth-protected-resource/orders: the answer is 404", failure.Detail, StringComparison.Ordinal);
        Assert.Contains("https://api.example/.well-known/oauth-protected-resource: the answer is 404", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", 200, "{}")]
    [InlineData("application/json", 200, "[]")]
    [InlineData("application/json", 200, "{\"resource\":\"https://api.example/orders\",\"resource\":\"https://api.example/orders\"}")]
    [InlineData("application/json", 200, "{\"resource\":\"https://api.example/orders\"}")]
    [InlineData("application/json", 200, "{\"resource\":\"https://api.example/orders\",\"authorization_servers\":[]}")]
    [InlineData("application/json", 200, "{\"resource\":\"https://api.example/orders\",\"authorization_servers\":[\"https://login.example/tenant\"],\"bearer_methods_supported\":[\"query\"]}")]
    [InlineData("application/json", 503, "{}")]
    [InlineData("application/json", 302, "{}")]
    public async Task Takes_nothing_else_for_metadata(string type, int status, string content)
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(content, type, status);

        await FailsAsync(FailureReason.DiscoveryFailed);
    }

    [Fact]
    public async Task Reads_no_more_of_a_document_than_anybody_needs()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(more: $",\"x\":\"{new string('x', 600 * 1024)}\""));

        await FailsAsync(FailureReason.DiscoveryFailed);
    }

    [Fact]
    public async Task Follows_no_redirect_of_metadata()
    {
        _stage.Documents[DiscoveryStage.Place] = () => StubServer.Redirect(302, "https://api.example/elsewhere");
        _stage.Documents["https://api.example/elsewhere"] = () => DiscoveryStage.Json(DiscoveryStage.Resource());

        var failure = await FailsAsync(FailureReason.DiscoveryFailed);

        Assert.DoesNotContain("https://api.example/elsewhere", _stage.Asked);
        Assert.Contains("redirects are not followed", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_resource_that_wants_bound_tokens_without_a_key()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(more: ",\"dpop_bound_access_tokens_required\":true"));

        await FailsAsync(FailureReason.TokenTypeWrong);
    }

    [Fact]
    public async Task Does_not_look_again_at_once_after_it_found_nothing()
    {
        _stage.Documents.Clear();
        using var client = _stage.Client();
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, TestContext.Current.CancellationToken));
        var early = _stage.Asked.Count(url => url == DiscoveryStage.Place);
        _stage.Clock.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, TestContext.Current.CancellationToken));

        Assert.Equal(1, early);
        Assert.Equal(2, _stage.Asked.Count(url => url == DiscoveryStage.Place));
    }

    private async Task<Failure> FailsAsync(FailureReason reason, Action<DiscoveryOptions>? configure = null)
    {
        using var client = _stage.Client(configure);
        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, TestContext.Current.CancellationToken));
        Assert.Equal(reason, failed.Failure.Reason);
        Assert.Empty(_stage.Forms);
        Assert.DoesNotContain(_stage.Requests, seen => seen.Authorization is not null);
        return failed.Failure;
    }
}
