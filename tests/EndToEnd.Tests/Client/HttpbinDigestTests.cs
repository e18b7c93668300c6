using System.Globalization;
using System.Net;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>
/// The Digest client against httpbin, which judges content (auth-int) by code that is not ours. It takes no content of forms into account, and can't be
/// asked with a query.
/// </summary>
public sealed class HttpbinDigestTests
{
    private const string Python = "/usr/bin/python3";
    private const string Package = "/usr/lib/python3/dist-packages/httpbin/core.py";

    [Theory]
    [InlineData("auth", "MD5", false)]
    [InlineData("auth", "SHA-256", false)]
    [InlineData("auth-int", "MD5", false)]
    [InlineData("auth-int", "SHA-256", false)]
    [InlineData("auth-int", "SHA-256", true)]
    [InlineData("auth-int", "MD5", true)]
    public async Task Gets_in_by_one_request_for_each(string qop, string algorithm, bool hasContent)
    {
        await using var server = await StartAsync();
        using var caller = new DigestCaller(server.Origin, "u", "p", digest => digest.AllowMd5 = true);

        for (var i = 0; i < 3; i++)
        {
            using var response = await caller.SendAsync(HttpMethod.Get, $"/digest-auth/{qop}/u/p/{algorithm}", hasContent ? new ByteArrayContent([0xff, 0, 0xfe, .. "grüß"u8]) : null);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(4, caller.Legs.Count);
        Assert.Equal(qop, caller.Legs.Last().Sent!.Find("qop"));
    }

    [Fact]
    public async Task Goes_on_when_its_nonce_turns_stale()
    {
        await using var server = await StartAsync();
        using var caller = new DigestCaller(server.Origin, "u", "p");

        for (var i = 0; i < 3; i++)
            await caller.GetAsync("/digest-auth/auth/u/p/SHA-256/1");

        Assert.Equal(3, caller.Legs.Count(leg => leg.Status == HttpStatusCode.OK));
        Assert.True(caller.Nonces.Count() > 1);
    }

    private static Task<RealServer> StartAsync()
    {
        Programs.Need(Package);
        return RealServer.StartAsync(Python, server =>
            ["-c", string.Create(CultureInfo.InvariantCulture, $"from httpbin import app; app.run(host='127.0.0.1', port={server.Port}, threaded=True)")]);
    }
}
