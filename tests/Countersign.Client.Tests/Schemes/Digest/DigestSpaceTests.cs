using System.Net;
using Countersign.Wire;
using Xunit;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>Where credentials are sent unasked.</summary>
public sealed class DigestSpaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "/z", true)] // RFC 7616 §3.3: the whole origin
    [InlineData("domain=\"\", ", "/z", true)] // aiohttp#12983
    [InlineData("domain=\"/a /b\", ", "/b/c", true)]
    [InlineData("domain=\"/a /b\", ", "/z", false)]
    [InlineData("domain=\"https://api.example/b https://other.example/\", ", "/b/c", true)]
    [InlineData("domain=\"https://other.example/\", ", "/z", false)]
    [InlineData("domain=\"https://other.example/\", ", "/a/d", true)]
    [InlineData("domain=\"https://api.example:8443/\", ", "/z", false)]
    public async Task Sends_unasked_within_the_space_alone(string domain, string path, bool isUnasked)
    {
        using var server = Taking(_ => $"Digest realm=\"r\", {domain}nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        await client.GetStringAsync("https://api.example/a/b", Cancel);
        await client.GetStringAsync("https://api.example" + path, Cancel);

        Assert.Equal(isUnasked, server.Requests[2].Authorization is not null);
    }

    [Theory]
    [InlineData("https://other.example/a")]
    [InlineData("http://api.example/a")]
    [InlineData("https://api.example:8443/a")]
    [InlineData("https://sub.api.example/a")]
    public async Task Follows_no_domain_to_another_origin(string address)
    {
        using var server = Taking(_ => $"Digest realm=\"r\", domain=\"/ {address}\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));
        await client.GetStringAsync("https://api.example/a", Cancel);

        using var response = await client.GetAsync(address, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Null(server.Requests[^1].Authorization);
    }

    [Fact]
    public async Task Leaves_the_state_of_one_origin_behind_when_it_is_sent_to_another() // CVE-2022-31090, CVE-2025-46421
    {
        using var server = new StubServer(seen => seen.Target.Host == "other.example" ? StubServer.Refusal("Digest realm=\"r\", nonce=\"other\", qop=\"auth\", algorithm=SHA-256")
            : seen.Authorization is null ? StubServer.Refusal("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256")
            : StubServer.Redirect(307, "https://other.example/a"));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal([false, true, false], server.Requests.Select(seen => seen.Authorization is not null));
    }

    [Fact]
    public async Task Signs_anew_where_it_is_sent_on_within_the_origin()
    {
        using var server = new StubServer(seen => seen.Authorization is null ? StubServer.Refusal("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256")
            : seen.Target.AbsolutePath == "/a" ? StubServer.Redirect(303, "/b?c=%2F") : new(HttpStatusCode.OK));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        using var response = await client.PostAsync("https://api.example/a", new StringContent("content"), Cancel);

        Assert.Equal(["/a 00000001", "/b?c=%2F 00000002"], server.Requests.Skip(1).Select(seen => $"{Read(seen).Find("uri")} {Read(seen).Find("nc")}"));
    }

    [Fact]
    public async Task Knows_the_realms_of_one_origin_apart()
    {
        using var server = Taking(path => $"Digest realm=\"{path[1]}\", nonce=\"{path[1]}\", qop=\"auth\", algorithm=SHA-256");
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        foreach (var path in (string[])["/a/x", "/b/x", "/a/y", "/b/y", "/a/z", "/b/z"])
            await client.GetStringAsync("https://api.example" + path, Cancel);

        // One round more for either realm, and the wrong one is tried for the second once.
        Assert.Equal(8, server.Requests.Count);
        Assert.Equal(["a a", "a a", "a a", "b b", "b b", "b b"], server.Requests.Where(IsRight).Select(seen => $"{Read(seen).Find("realm")} {Read(seen).Find("nonce")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keeps_few_realms_of_a_server_that_makes_up_a_new_one_each_time()
    {
        var spaces = new Client.Schemes.Digest.DigestSpaces(sharesNonces: true);

        for (var i = 0; i < 200; i++)
            Assert.Same(spaces.FindOrAdd($"r{i}"), spaces.Find($"r{i}"));

        Assert.Equal(32, Enumerable.Range(0, 200).Count(i => spaces.Find($"r{i}") is not null));
    }

    private static StubServer Taking(Func<string, string> challenge) => new(seen =>
    {
        var line = challenge(seen.Target.AbsolutePath);
        return seen.Authorization is { } && Read(seen).Find("realm") == ChallengeReader.Read(line).Challenges[0].Realm ? new(HttpStatusCode.OK) : StubServer.Refusal(line);
    });

    private static bool IsRight(Seen seen) => seen.Authorization is not null && (seen.Target.AbsolutePath.Length != 4 || Read(seen).Find("realm") == seen.Target.AbsolutePath[1..2]);

    private static Credentials Read(Seen seen) => CredentialsReader.Read(seen.Authorization!).Credentials!;
}
