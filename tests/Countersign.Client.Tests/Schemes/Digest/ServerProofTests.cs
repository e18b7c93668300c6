using System.Globalization;
using System.Net;
using Countersign.Client.Failures;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>Whether the server knows the password, too (RFC 7616 §3.5).</summary>
public sealed class ServerProofTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("auth", "right", 200, null, null)]
    [InlineData("auth", "right with nc alone", 200, null, null)]
    [InlineData("auth", "wrong", 200, FailureReason.ServerNotAuthenticated, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth", "of another request", 200, FailureReason.ServerNotAuthenticated, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth", "empty", 200, FailureReason.ServerNotAuthenticated, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth", "none", 200, null, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth", "none", 500, null, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth", "none", 302, null, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth", "wrong", 407, FailureReason.ServerNotAuthenticated, FailureReason.ServerNotAuthenticated)] // of an origin: there is no proxy
    [InlineData("auth", "none", 407, null, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth-int", "right", 204, null, null)]
    [InlineData("auth-int", "wrong", 204, FailureReason.ServerNotAuthenticated, FailureReason.ServerNotAuthenticated)]
    [InlineData("auth-int", "wrong", 200, null, FailureReason.ServerNotAuthenticated)] // of content, which is not kept
    public async Task Trusts_an_answer_by_its_proof(string qop, string proof, int status, FailureReason? unlessRequired, FailureReason? ifRequired)
    {
        foreach (var isRequired in (bool[])[false, true])
        {
            using var server = new StubServer(seen => Answer(seen, qop, proof, status));
            using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p"), digest => digest.RequireServerProof = isRequired));
            var expected = isRequired ? ifRequired : unlessRequired;

            var failed = await Record.ExceptionAsync(() => client.GetAsync("https://api.example/a", Cancel)) as AuthenticationFailedException;

            Assert.Equal(expected, failed?.Failure.Reason);
            Assert.Equal(expected is null ? null : (HttpStatusCode)status, failed?.StatusCode);
            Assert.Equal(2, server.Requests.Count);
        }
    }

    [Fact]
    public async Task Hands_no_answer_out_that_is_not_trusted()
    {
        using var server = new StubServer(seen => Answer(seen, "auth", "wrong", 403));
        using var client = server.Client(options =>
        {
            options.FailureMode = FailureMode.ReturnResponse;
            options.AddDigest("https://api.example", "u", new("p"));
        });

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Equal(FailureReason.ServerNotAuthenticated, failed.Failure.Reason);
    }

    [Fact]
    public async Task Takes_no_next_nonce_from_an_answer_that_is_not_trusted()
    {
        using var server = new StubServer(seen => Answer(seen, "auth", "wrong", 200, "nextnonce=\"evil\", "));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.DoesNotContain(server.Requests, seen => seen.Authorization?.Contains("evil", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Signs_no_content_where_only_an_answer_without_can_be_proven()
    {
        using var server = new StubServer(seen => Answer(seen, "auth,auth-int", "right", 200));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p"), digest => digest.RequireServerProof = digest.PreferAuthInt = true));

        await client.GetStringAsync("https://api.example/a", Cancel);

        Assert.Contains("qop=auth,", server.Requests[1].Authorization, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Answer(Seen seen, string qop, string proof, int status, string more = "")
    {
        var challenge = $"Digest realm=\"r\", nonce=\"n\", qop=\"{qop}\", algorithm=SHA-256";
        if (seen.Authorization is not { } line)
            return StubServer.Refusal(challenge);
        var sent = CredentialsReader.Read(line).Credentials!;
        var (cnonce, count) = (sent.Find("cnonce")!, sent.Find("nc")!);
        var response = new HttpResponseMessage((HttpStatusCode)status);
        if (status != 204)
            response.Content = new StringContent("content");

        // The response over no method is rspauth.
        var right = DigestResponder.Respond(
            ChallengeReader.Read(challenge).Challenges[0], new("u", "p"), "", "/a", cnonce, uint.Parse(count, NumberStyles.HexNumber, CultureInfo.InvariantCulture), sent.Find("qop") == "auth-int" ? ReadOnlyMemory<byte>.Empty : (ReadOnlyMemory<byte>?)null)!.Find("response")!;
        var info = proof switch
        {
            "none" => null,
            "right with nc alone" => $"nc={count}, rspauth=\"{right}\"",
            "right" => $"qop={sent.Find("qop")}, rspauth=\"{right}\", cnonce=\"{cnonce}\", nc={count}",
            "of another request" => $"rspauth=\"{right}\", cnonce=\"another\", nc={count}",
            "empty" => "rspauth=\"\"",
            _ => $"{more}rspauth=\"{sent.Find("response")}\", cnonce=\"{cnonce}\", nc={count}",
        };
        if (info is not null)
            response.Headers.TryAddWithoutValidation("Authentication-Info", info);
        return response;
    }
}
