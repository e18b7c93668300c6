using System.Net;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Discovery;

/// <summary>The same way in with tokens that are bound to a key (RFC 9449), and with the words of others (RFC 7523).</summary>
public sealed class DiscoveredDpopTests : IDisposable
{
    private readonly DiscoveryStage _stage = new() { Challenge = $"DPoP resource_metadata=\"{DiscoveryStage.Place}\"" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Has_tokens_bound_to_its_key_and_proves_that_it_has_it()
    {
        _stage.Documents[DiscoveryStage.Place] = () => DiscoveryStage.Json(DiscoveryStage.Resource(more: ",\"dpop_bound_access_tokens_required\":true"));
        _stage.Documents[DiscoveryStage.TokenUrl] = () => DiscoveryStage.Json("""{"access_token":"bound","token_type":"DPoP"}""");
        using var client = _stage.Client(options => options.Key = DpopKey.Create());

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("DPoP bound", _stage.Requests[^1].Authorization);
        Assert.NotNull(_stage.Requests[^1].Field("DPoP"));
        Assert.NotNull(_stage.Requests.Single(seen => seen.Target.AbsoluteUri == DiscoveryStage.TokenUrl).Field("DPoP"));
    }

    [Fact]
    public async Task Takes_no_token_that_anybody_could_use_where_it_has_a_key()
    {
        using var client = _stage.Client(options => options.Key = DpopKey.Create());

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(FailureReason.TokenTypeWrong, failed.Failure.Reason);
        Assert.DoesNotContain(_stage.Requests, seen => seen.Target.AbsoluteUri == DiscoveryStage.Api && seen.Authorization is not null);
    }

    [Fact]
    public async Task Shows_a_server_the_word_of_somebody_it_trusts()
    {
        var words = 0;
        _stage.Challenge = $"Bearer resource_metadata=\"{DiscoveryStage.Place}\", scope=\"read\"";
        using var client = _stage.Client(grantAt: server => new JwtBearerGrant(server.TokenEndpointFor(ClientAuthentication.None("me")), _ => new(new Secret($"w{++words}"))));
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);
        _stage.Refused.Add("t1");

        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.All(_stage.Forms, form => Assert.Equal(("urn:ietf:params:oauth:grant-type:jwt-bearer", "read", "me"), (form["grant_type"], form["scope"], form["client_id"])));
        Assert.Equal(["w1", "w2"], _stage.Forms.Select(form => form["assertion"])); // each time a new one
    }

    [Fact]
    public async Task Does_not_show_a_refused_word_again_and_again()
    {
        _stage.Challenge = $"Bearer resource_metadata=\"{DiscoveryStage.Place}\"";
        _stage.Documents[DiscoveryStage.TokenUrl] = () => DiscoveryStage.Json("""{"error":"invalid_grant"}""", status: 400);
        using var client = _stage.Client(grantAt: server => new JwtBearerGrant(server.TokenEndpointFor(ClientAuthentication.None("me")), _ => new(new Secret("w"))));
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Single(_stage.Forms);
    }
}
