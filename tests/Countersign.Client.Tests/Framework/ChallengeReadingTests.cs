using System.Net;
using Xunit;

namespace Countersign.Client.Tests.Framework;

/// <summary>What .NET 10 makes of challenges: why the handler reads the lines of the field itself.</summary>
public sealed class ChallengeReadingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_typed_field_loses_a_challenge_with_an_unquoted_address_behind_the_first_parameter()
    {
        const string Line = "Bearer authorization_uri=https://login.example/, resource_id=https://api.example/";
        using var response = await AnswerAsync(Line);

        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Equal([Line], response.Headers.NonValidated["WWW-Authenticate"]);
    }

    [Fact]
    public async Task The_typed_field_loses_all_others_of_the_line_with_it()
    {
        using var response = await AnswerAsync("Bearer a=https://login.example/, b=https://api.example/, Basic realm=\"r\"");

        Assert.DoesNotContain(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Basic");
    }

    [Fact]
    public async Task The_typed_field_takes_a_last_parameter_without_a_value_for_another_scheme()
    {
        using var response = await AnswerAsync("Digest realm=\"r\", nonce=\"n\", stale");

        Assert.Equal(["Digest", "stale"], response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Fact]
    public async Task The_typed_field_loses_a_challenge_with_a_parameter_without_a_value_before_others()
    {
        using var response = await AnswerAsync("Digest realm=\"r\", nonce=\"n\", stale, qop=\"auth\"");

        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task Its_own_digest_gives_up_on_a_nonce_without_quotes() => Assert.Equal(1, await SendingsAsync("Digest realm=\"r\", nonce=abc, qop=\"auth\""));

    [Fact]
    public async Task Its_own_digest_takes_a_quality_without_quotes_for_none()
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized("Digest realm=\"r\", nonce=\"n\", qop=auth") : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler { Credentials = new NetworkCredential("anna", "secret") });

        using var response = await client.GetAsync(server.Url, Cancel);

        Assert.DoesNotContain("qop=", server.Messages[1].Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_digest_looks_at_the_first_digest_challenge_alone() =>
        Assert.Equal(1, await SendingsAsync("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\"", "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\""));

    [Fact]
    public async Task Its_own_choice_does_not_fall_back_to_basic_behind_an_unknown_digest() =>
        Assert.Equal(1, await SendingsAsync("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\"", "Basic realm=\"r\""));

    [Fact]
    public async Task Its_own_digest_throws_over_a_parameter_that_stands_twice() =>
        await Assert.ThrowsAnyAsync<Exception>(() => SendingsAsync("Digest realm=\"r\", realm=\"r\", nonce=\"n\", qop=\"auth\""));

    private static async Task<HttpResponseMessage> AnswerAsync(params string[] challenges)
    {
        await using var server = new RawServer(_ => RawReply.Unauthorized(challenges));
        using var client = new HttpClient(new SocketsHttpHandler());
        return await client.GetAsync(server.Url, Cancel);
    }

    private static async Task<int> SendingsAsync(params string[] challenges)
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized(challenges) : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler { Credentials = new NetworkCredential("anna", "secret") });
        using var response = await client.GetAsync(server.Url, Cancel);
        return server.Messages.Count;
    }
}
