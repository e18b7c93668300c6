using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Without TLS anybody on the way can ask for less than the server does.</summary>
public sealed class DowngradeTests
{
    private const string Digest = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256";
    private const string Basic = "Basic realm=\"r\"";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_no_password_in_the_open_where_Digest_got_in_before()
    {
        var challenges = (string[])[Digest, Basic];
        using var server = new StubServer(seen => seen.Authorization?.StartsWith("Digest", StringComparison.Ordinal) == true && challenges.Length > 1 ? new(System.Net.HttpStatusCode.OK) : StubServer.Refusal(challenges));
        using var client = server.Client(options => AddBoth(options, "http://api.example"));
        await client.GetStringAsync("http://api.example/a", Cancel);
        challenges = [Basic];

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("http://api.example/a", Cancel));

        Assert.Equal(FailureReason.InsecureTransport, failed.Failure.Reason);
        Assert.Contains("Digest", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, seen => seen.Authorization?.StartsWith("Basic", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("http://api.example/a", "http://api.example/other/b")] // another area of it
    [InlineData("https://api.example/a", "https://api.example/a")] // its own word
    public async Task Answers_Basic_where_it_is_the_servers_own_demand(string first, string then)
    {
        var challenge = Digest;
        using var server = new StubServer(seen => seen.Authorization?.StartsWith(challenge[..5], StringComparison.Ordinal) == true ? new(System.Net.HttpStatusCode.OK) : StubServer.Refusal(challenge));
        using var client = server.Client(options => AddBoth(options, new Uri(first).GetLeftPart(UriPartial.Authority)));
        await client.GetStringAsync(first + "/b", Cancel);
        challenge = Basic;

        await client.GetStringAsync(then, Cancel);

        Assert.StartsWith("Basic ", server.Requests[^1].Authorization, StringComparison.Ordinal);
    }

    private static void AddBoth(ReauthenticationOptions options, string origin)
    {
        options.AddDigest(origin, "u", new("p"));
        options.AddBasic(origin, "u", new("p"), basic => basic.AllowCleartext = true);
    }
}
