using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tests.Tokens;
using Countersign.Client.Tokens;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Proofs;

/// <summary>Tokens that are bound to a key: a proof for every sending, over the newest nonce, and no way down from it.</summary>
public sealed class DpopClientTests : IDisposable
{
    private const string Api = "https://api.example";

    private readonly SetClock _clock = new();
    private readonly NamedGrant _grant = new();
    private readonly DpopResource _server;

    public DpopClientTests() => _server = new(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Sends_token_and_proof_unasked()
    {
        using var client = Client();

        using var response = await client.GetAsync($"{Api}/orders?page=2#top", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(_server.Seen);
        Assert.Equal(("DPoP t1", $"{Api}/orders"), (seen.Authorization, seen.Address));
    }

    [Theory] // DuendeArchive ATM#30
    [InlineData("/a%2Fb/%7Eanna?x=1", "/a%2Fb/~anna")]
    [InlineData("/ä b", "/%C3%A4%20b")]
    [InlineData("", "/")]
    public async Task The_address_in_a_proof_is_the_one_on_the_wire(string target, string path)
    {
        using var client = Client();

        using var response = await client.GetAsync(Api + target, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Api + path, _server.Seen[0].Address);
    }

    [Fact]
    public async Task Answers_a_demand_for_a_nonce_with_the_same_token_and_a_new_proof()
    {
        _server.Nonces = ["n1"];
        _server.Next = "n1";
        using var client = Client();

        using var first = await client.GetAsync($"{Api}/a", Cancel);
        using var second = await client.GetAsync($"{Api}/b", Cancel); // one nonce for the origin, not one for each address

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal([null, "n1", "n1"], _server.Seen.Select(seen => seen.Nonce));
        Assert.All(_server.Seen, seen => Assert.Equal("DPoP t1", seen.Authorization));
        Assert.Equal(3, _server.Seen.Select(seen => seen.Id).Distinct().Count());
        Assert.Single(_grant.Asked);
    }

    [Fact] // RFC 9449 §9 as it is printed
    public async Task Reads_the_demand_of_the_RFC()
    {
        var answer = Vectors.Load("dpop.json").GetProperty("rfc_wire_responses").GetProperty("nonce_wanted");
        var nonce = answer.GetProperty("dpop_nonce").GetString()!;
        _server.Answer = seen => seen.Nonce is null ? DpopResource.Refusal(answer.GetProperty("www_authenticate").GetString()!, nonce) : null;
        using var client = Client();

        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal([null, nonce], _server.Seen.Select(seen => seen.Nonce));
    }

    [Theory] // Duende's Split(',') misses them
    [InlineData("DPoP realm=\"x, error=\\\"none\\\"\", error=\"use_dpop_nonce\"")]
    [InlineData("Bearer, DPoP error=use_dpop_nonce, algs=\"ES256 PS256\"")]
    [InlineData("DPoP algs=\"PS256 ES256\"")]
    public async Task Reads_a_demand_in_whatever_form(string challenge)
    {
        _server.Answer = seen => seen.Nonce is null ? DpopResource.Refusal(challenge, "n1") : null;
        using var client = Client();

        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_grant.Asked);
    }

    [Fact] // atproto#3852: the nonce of the answer to the second sending counts, too
    public async Task Takes_the_newest_nonce_of_any_answer()
    {
        _server.Nonces = ["n1", "n2", "n3"];
        var answers = 0;
        _server.Answer = _ => new(answers++ == 1 ? HttpStatusCode.NotFound : HttpStatusCode.OK) { Headers = { { "DPoP-Nonce", $"n{answers + 1}" } } };
        _server.Next = "n1";
        using var client = Client();

        for (var i = 0; i < 3; i++)
            (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        Assert.Equal([null, "n1", "n2", "n3"], _server.Seen.Select(seen => seen.Nonce));
    }

    [Fact] // requests_oauth2client#92
    public async Task Does_not_loop_when_a_server_calls_every_nonce_stale()
    {
        var number = 0;
        _server.Answer = _ => DpopResource.Refusal("DPoP error=\"use_dpop_nonce\"", $"n{++number}");
        using var client = Client();

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.StaleNonceLoop, failed.Failure.Reason);
        Assert.Equal(2, _server.Seen.Count);
    }

    [Fact]
    public async Task A_demand_without_a_nonce_is_not_answered()
    {
        _server.Answer = _ => DpopResource.Refusal("DPoP error=\"use_dpop_nonce\"");
        using var client = Client();

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.StaleNonceLoop, failed.Failure.Reason);
        Assert.Single(_server.Seen);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("é")]
    [InlineData("")]
    public async Task What_no_proof_can_carry_is_no_nonce(string nonce)
    {
        _server.Next = nonce;
        using var client = Client();

        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        Assert.All(_server.Seen, seen => Assert.Null(seen.Nonce));
    }

    [Fact]
    public async Task A_stale_nonce_and_a_token_that_has_ended_cost_one_round_each()
    {
        _server.Next = "n1";
        _server.Nonces = ["n1"];
        _server.Answer = seen => seen.Authorization == "DPoP t1" ? DpopResource.Refusal("DPoP error=\"invalid_token\", algs=\"ES256\"") : null;
        using var client = Client();

        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["DPoP t1", "DPoP t1", "DPoP t2"], _server.Seen.Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task A_new_token_that_is_refused_as_well_is_the_end()
    {
        _server.Answer = _ => DpopResource.Refusal("DPoP error=\"invalid_token\"");
        using var client = Client();

        var failed = await FailureOfAsync(client);

        Assert.Equal((FailureReason.CredentialsRejected, "DPoP"), (failed.Failure.Reason, failed.Scheme));
        Assert.Equal((2, 2), (_server.Seen.Count, _grant.Asked.Count));
    }

    [Fact]
    public async Task A_redirect_within_the_origin_gets_a_proof_of_its_own_and_another_origin_nothing()
    {
        _server.Answer = seen => seen.Target switch
        {
            "/a" => StubServer.Redirect(307, "/b?x=1"),
            "/b?x=1" => StubServer.Redirect(307, "https://other.example/c"),
            _ => null,
        };
        using var client = Client();

        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode); // there are no credentials for it
        Assert.Equal([$"{Api}/a", $"{Api}/b"], _server.Seen.Take(2).Select(seen => seen.Address));
        Assert.NotEqual(_server.Seen[0].Id, _server.Seen[1].Id);
        Assert.Equal(("", ""), (_server.Seen[2].Authorization, _server.Seen[2].Proof));
    }

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("PaTcH", "PATCH")]
    [InlineData("purge", "purge")]
    public async Task A_proof_names_the_method_as_the_framework_sends_it(string method, string sent)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = $"http://{listener.LocalEndpoint}";
        var options = new ReauthenticationOptions();
        options.AddDpop(origin, _grant, new(SigningKey.Create(JwsAlgorithm.ES256), _clock), dpop => dpop.AllowCleartext = true);
        using var client = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler()));

        var answered = client.SendAsync(new(new HttpMethod(method), $"{origin}/a"), Cancel);
        using var connection = await listener.AcceptTcpClientAsync(Cancel);
        using var reader = new StreamReader(connection.GetStream());
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Cancel) is { Length: > 0 } line)
            lines.Add(line);
        await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), Cancel);

        (await answered).Dispose();
        var proof = lines.Single(line => line.StartsWith("DPoP: ", StringComparison.Ordinal))["DPoP: ".Length..];
        Assert.Equal($"{sent} /a HTTP/1.1", lines[0]);
        Assert.Contains($"\"htm\":\"{sent}\"", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(proof.Split('.')[1])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_take_the_algorithm_of_the_key_is_not_shown_a_proof()
    {
        using var client = Client(key: new DpopKey(SigningKey.Create(JwsAlgorithm.RS256), _clock), grant: new NamedGrant("Bearer"));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.AlgorithmNotAllowed, failed.Failure.Reason);
        Assert.Contains("ES256 PS256", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_out_over_http()
    {
        var options = new ReauthenticationOptions();
        options.AddDpop("http://api.example", _grant, new(SigningKey.Create(JwsAlgorithm.ES256), _clock));
        using var client = new HttpClient(new ReauthenticationHandler(options, _server));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("http://api.example/a", Cancel));

        Assert.Equal(FailureReason.InsecureTransport, failed.Failure.Reason);
        Assert.Empty(_grant.Asked);
    }

    [Fact]
    public async Task Neither_token_nor_proof_is_in_what_is_said_of_a_failure()
    {
        _server.Answer = _ => DpopResource.Refusal("DPoP error=\"invalid_dpop_proof\"");
        using var client = Client(grant: new StubGrantOf("secret-token"));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Contains("invalid_dpop_proof", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Seen[0].Proof[..20], failed.ToString(), StringComparison.Ordinal);
        Assert.Single(_server.Seen);
    }

    private static async Task<AuthenticationFailedException> FailureOfAsync(HttpClient client) =>
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{Api}/a", Cancel));

    private HttpClient Client(TokenGrant? grant = null, DpopKey? key = null)
    {
        var options = new ReauthenticationOptions { Clock = _clock };
        options.AddDpop(Api, grant ?? _grant, key ?? new(SigningKey.Create(JwsAlgorithm.ES256), _clock));
        return new(new ReauthenticationHandler(options, _server));
    }

    private sealed class StubGrantOf(string token) : TokenGrant
    {
        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) =>
            Task.FromResult(GrantOutcome.Of(new AccessToken(new(token)) { Type = "dpop" }));
    }
}
