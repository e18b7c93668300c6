using System.Net;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Discovery;

/// <summary>From a 401 to a token, knowing nothing but the credentials (RFC 9728 §5, RFC 8414 §3).</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly DiscoveryStage _stage = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Gets_in_from_nothing_but_a_challenge()
    {
        using var client = _stage.Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([DiscoveryStage.Api, DiscoveryStage.Place, DiscoveryStage.ServerPlace, DiscoveryStage.TokenUrl, DiscoveryStage.Api], _stage.Asked);
        Assert.Equal(DiscoveryStage.Api, _stage.Forms[0]["resource"]); // RFC 8707 §2
        Assert.DoesNotContain("scope", _stage.Forms[0].Keys);
        Assert.All(_stage.Requests.Where(seen => seen.Target.AbsoluteUri is DiscoveryStage.Place or DiscoveryStage.ServerPlace), seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task Goes_straight_in_from_then_on()
    {
        using var client = _stage.Client();
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);

        using var second = await client.GetAsync(DiscoveryStage.Api + "?page=2", Cancel);

        Assert.Equal("Bearer t1", _stage.Requests[^1].Authorization);
        Assert.Equal(6, _stage.Requests.Count);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer realm=\"api\"")]
    public async Task Looks_at_the_well_known_places_where_the_challenge_names_none(string challenge)
    {
        _stage.Challenge = challenge;
        using var client = _stage.Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(DiscoveryStage.Place, _stage.Asked.ElementAt(1));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("https://api.example")]
    [InlineData("https://api.example/")]
    public async Task Takes_the_metadata_of_the_whole_origin_for_its_own_identifier(string resource)
    {
        _stage.Challenge = "Bearer";
        _stage.Documents.Remove(DiscoveryStage.Place);
        _stage.Documents["https://api.example/.well-known/oauth-protected-resource"] = () => DiscoveryStage.Json(DiscoveryStage.Resource(resource));
        using var client = _stage.Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(resource, _stage.Forms[0]["resource"]); // letter by letter, as it is published
    }

    [Theory]
    [InlineData("https://login.example/tenant", "https://login.example/.well-known/openid-configuration/tenant", 3)]
    [InlineData("https://login.example/tenant", "https://login.example/tenant/.well-known/openid-configuration", 4)]
    [InlineData("https://login.example", "https://login.example/.well-known/oauth-authorization-server", 2)]
    [InlineData("https://login.example", "https://login.example/.well-known/openid-configuration", 3)]
    public async Task Looks_for_the_server_in_the_order_of_both_specifications(string issuer, string place, int at)
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(servers: $"\"{issuer}\""));
        _stage.Documents.Remove(DiscoveryStage.ServerPlace);
        _stage.Documents[place] = () => DiscoveryStage.Json(DiscoveryStage.Server(issuer));
        using var client = _stage.Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(place, _stage.Asked.ElementAt(at));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Asks_for_the_scope_of_the_challenge_before_those_of_the_metadata()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(more: """,  "scopes_supported":["read","write"]"""));
        _stage.Challenge += ", scope=\"read\"";
        using var client = _stage.Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal("read", _stage.Forms[0]["scope"]);
    }

    [Fact]
    public async Task Asks_for_the_scopes_of_the_metadata_where_the_challenge_has_none()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(more: """,  "scopes_supported":["write","read"]"""));
        using var client = _stage.Client(options => options.Scope = "own");

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal("own read write", _stage.Forms[0]["scope"]);
    }

    [Theory]
    [InlineData("""["read","offline_access"]""", "offline_access read")]
    [InlineData("""["read"]""", "read")]
    public async Task Asks_for_a_refresh_token_only_where_the_server_knows_the_scope(string known, string asked)
    {
        _stage.Challenge += ", scope=\"read\"";
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(DiscoveryStage.Server(more: $",\"scopes_supported\":{known}"));
        using var client = _stage.Client(options => options.OfflineAccess = true);

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(asked, _stage.Forms[0]["scope"]);
    }

    [Fact]
    public async Task Finds_out_once_for_all_requests_that_want_to_know()
    {
        using var client = _stage.Client();

        var responses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.GetAsync(DiscoveryStage.Api, Cancel)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Single(_stage.Asked, DiscoveryStage.Place);
        Assert.Single(_stage.Asked, DiscoveryStage.ServerPlace);
        Assert.Single(_stage.Forms);
    }

    [Fact]
    public async Task Believes_what_it_found_for_an_hour_and_looks_again_before_it_sends()
    {
        using var client = _stage.Client(options => options.Lifetime = TimeSpan.FromMinutes(30));
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);
        _stage.Clock.Advance(TimeSpan.FromMinutes(31));

        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal([DiscoveryStage.Place, DiscoveryStage.ServerPlace, DiscoveryStage.Api], _stage.Asked.Skip(5));
        Assert.Equal("Bearer t1", _stage.Requests[^1].Authorization);
    }

    [Fact]
    public async Task Renews_a_token_by_what_it_knows_while_the_metadata_are_not_to_be_had()
    {
        using var client = _stage.Client();
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json("{}", status: 503);
        _stage.Refused.Add("t1");

        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("Bearer t2", _stage.Requests[^1].Authorization);
    }

    [Fact]
    public async Task Goes_to_another_server_when_the_resource_does()
    {
        using var client = _stage.Client();
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(servers: "\"https://new.example\""));
        _stage.Documents["https://new.example/.well-known/oauth-authorization-server"] = () => DiscoveryStage.Json(DiscoveryStage.Server("https://new.example", "https://new.example/token"));
        _stage.Documents["https://new.example/token"] = () => DiscoveryStage.Json("""{"access_token":"n1","token_type":"Bearer"}""");
        _stage.Refused.Add("t1");

        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal("Bearer n1", _stage.Requests[^1].Authorization);
        Assert.Single(_stage.Forms); // nothing more is asked of the former one
    }

    [Fact]
    public async Task Takes_an_identifier_for_a_folder_only_where_that_is_allowed()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource("https://api.example/orders"));
        using var strict = _stage.Client();
        using var loose = _stage.Client(options => options.ResourceScope = ResourceScope.Folder);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => strict.GetAsync(DiscoveryStage.Api + "/5", Cancel));
        using var response = await loose.GetAsync(DiscoveryStage.Api + "/5", Cancel);
        using var other = await loose.GetAsync(DiscoveryStage.Api + "/6", Cancel);

        Assert.Equal(FailureReason.ResourceMismatch, failed.Failure.Reason);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_stage.Forms);
    }

    [Theory]
    [InlineData(MissingMetadata.Fail, false)]
    [InlineData(MissingMetadata.AskOrigin, true)]
    [InlineData(MissingMetadata.AssumeEndpoints, true)]
    public async Task Takes_the_origin_for_the_server_only_where_that_is_allowed(MissingMetadata missing, bool getsIn)
    {
        _stage.Challenge = "Bearer";
        _stage.Documents.Remove(DiscoveryStage.Place);
        if (missing != MissingMetadata.AssumeEndpoints)
            _stage.Documents["https://api.example/.well-known/oauth-authorization-server"] = () => DiscoveryStage.Json(DiscoveryStage.Server("https://api.example"));
        else
            _stage.Documents["https://api.example/token"] = _stage.Documents[DiscoveryStage.TokenUrl];
        using var client = _stage.Client(options => options.MissingMetadata = missing);

        var failure = await Record.ExceptionAsync(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(getsIn ? null : FailureReason.DiscoveryFailed, (failure as AuthenticationFailedException)?.Failure.Reason);
        Assert.Equal(getsIn, failure is null);
    }

    [Fact]
    public async Task Keeps_the_tokens_of_people_apart()
    {
        using var client = _stage.Client(grantAt: server => new NamedGrant());

        foreach (var name in new[] { "ann", "bob", "ann" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, DiscoveryStage.Api);
            request.Options.Set(RequestOptions.Partition, name);
            using var response = await client.SendAsync(request, Cancel);
        }

        Assert.Equal(["Bearer ann", "Bearer bob", "Bearer ann"], _stage.Requests.Where(seen => seen.Authorization is not null).Select(seen => seen.Authorization));
    }

    private sealed class NamedGrant : Client.Tokens.TokenGrant
    {
        public override Task<Client.Tokens.GrantOutcome> RequestAsync(Client.Tokens.TokenRequest request, Client.Tokens.AccessToken? rejected, CancellationToken cancel) =>
            Task.FromResult(Client.Tokens.GrantOutcome.Of(new Client.Tokens.AccessToken(new(request.Partition!))));
    }
}
