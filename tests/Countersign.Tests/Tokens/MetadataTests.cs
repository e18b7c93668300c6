using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

/// <summary>What resources and authorization servers publish, and answer to registrations: read as it stands there, and never thrown over.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void Reads_the_metadata_of_a_resource()
    {
        // RFC 9728 §3.2
        var read = ProtectedResourceMetadata.Read(
            """
            {"resource":"https://resource.example.com","authorization_servers":["https://as1.example.com","https://as2.example.net",7],
             "bearer_methods_supported":["header","body"],"scopes_supported":["profile","email","phone"],"dpop_bound_access_tokens_required":true}
            """u8, out var fault)!;

        Assert.Null(fault);
        Assert.Equal("https://resource.example.com", read.Resource);
        Assert.Equal(["https://as1.example.com", "https://as2.example.net"], read.AuthorizationServers);
        Assert.Equal(["profile", "email", "phone"], read.Scopes);
        Assert.Equal(["header", "body"], read.BearerMethods!.Value);
        Assert.True(read.NeedsBoundTokens);
    }

    [Fact]
    public void Tells_what_is_not_said_from_what_is_empty()
    {
        var silent = ProtectedResourceMetadata.Read("{}"u8, out _)!;
        var server = IssuerMetadata.Read("""{"code_challenge_methods_supported":[]}"""u8, out _)!;

        Assert.Null(silent.Resource);
        Assert.Null(silent.BearerMethods);
        Assert.Empty(silent.AuthorizationServers);
        Assert.False(silent.NeedsBoundTokens);
        Assert.Empty(server.CodeChallengeMethods!.Value);
        Assert.Null(server.Scopes);
        Assert.Null(server.TokenEndpointMethods);
        Assert.False(server.ReadsClientDocuments);
    }

    [Fact]
    public void Reads_how_clients_become_known_to_a_server()
    {
        var read = IssuerMetadata.Read(
            """
            {"issuer":"https://as.example","registration_endpoint":"https://as.example/register","client_id_metadata_document_supported":true,
             "token_endpoint_auth_methods_supported":["none"],"scopes_supported":["a"],"code_challenge_methods_supported":["S256"]}
            """u8, out _)!;

        Assert.Equal("https://as.example/register", read.RegistrationEndpoint);
        Assert.True(read.ReadsClientDocuments);
        Assert.Equal(["none"], read.TokenEndpointMethods!.Value);
        Assert.Equal(["a"], read.Scopes!.Value);
        Assert.Equal(["S256"], read.CodeChallengeMethods!.Value);
    }

    [Fact]
    public void Reads_what_a_registration_brought()
    {
        // RFC 7591 §3.2.1
        var read = ClientRegistrationAnswer.Read("""{"client_id":"s6BhdRkqt3","client_secret":"cf136dc3c1fc","token_endpoint_auth_method":"client_secret_basic"}"""u8, out _)!;
        var no = ClientRegistrationAnswer.Read("""{"error":"invalid_redirect_uri","client_secret":""}"""u8, out _)!;

        Assert.Equal(("s6BhdRkqt3", "cf136dc3c1fc", "client_secret_basic"), (read.ClientId, read.ClientSecret!.Reveal(), read.TokenEndpointMethod));
        Assert.DoesNotContain("cf136dc3c1fc", read.ToString(), StringComparison.Ordinal);
        Assert.Equal(("invalid_redirect_uri", null, null), (no.Error, no.ClientId, no.ClientSecret));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"resource\":\"a\",\"resource\":\"b\"}")]
    [InlineData("{\"resource\":\"\\ud800\"}")]
    [InlineData("{\"resource\":1}x")]
    public void Takes_nothing_that_readers_understand_differently(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);

        Assert.Null(ProtectedResourceMetadata.Read(octets, out var first));
        Assert.Null(ClientRegistrationAnswer.Read(octets, out var second));
        Assert.Null(IssuerMetadata.Read(octets, out _));
        Assert.NotNull(first);
        Assert.NotNull(second);
    }
}
