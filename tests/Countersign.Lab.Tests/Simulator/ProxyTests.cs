using System.Globalization;
using System.Net;
using System.Text;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Proxies;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The forward proxy: what it asks, where it leads, and how it misbehaves.</summary>
public sealed class ProxyTests(HostedSimulator simulator) : IClassFixture<HostedSimulator>
{
    private const string Known = $"Proxy-Authorization: {LoginParameters.Basic}\r\n";

    public static TheoryData<string> Twists() => [.. ProxyTwists.All.Select(twist => twist.Name)];

    [Theory]
    [InlineData("GET http://simulator.test/get HTTP/1.1")]
    [InlineData("CONNECT simulator.test:80 HTTP/1.1")]
    public async Task Asks_for_credentials_by_the_field_of_proxies(string line)
    {
        var answer = await AskAsync($"{line}\r\nHost: simulator.test\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 407 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nProxy-Authenticate: Basic realm=\"Simulator\", charset=\"UTF-8\"\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCountersign-Simulated: proxy\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nWWW-Authenticate:", answer, StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"authenticate-to-proxy\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "407")]
    [InlineData(Known, "401")]
    [InlineData($"{Known}Authorization: {LoginParameters.Basic}\r\n", "200")]
    [InlineData($"Authorization: {LoginParameters.Basic}\r\n", "407")]
    public async Task Asks_before_the_origin_does(string fields, string status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", await PlainAsync("simulator.test", "/basic-auth/anna/secret", fields), StringComparison.Ordinal);
        Assert.Contains($"\r\nHTTP/1.1 {status} ", "\r\n" + await TunnelledAsync("simulator.test", "/basic-auth/anna/secret", fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_its_credentials_to_itself_and_says_that_it_was_there()
    {
        var answer = await PlainAsync("simulator.test", "/headers", Known);

        Assert.Contains("\r\nVia: 1.1 simulator\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(LoginParameters.Basic, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://example.com/ HTTP/1.1\r\nHost: example.com", "403")]
    [InlineData("GET http://169.254.169.254/latest HTTP/1.1\r\nHost: 169.254.169.254", "403")]
    [InlineData("GET http://127.0.0.1:22/ HTTP/1.1\r\nHost: 127.0.0.1:22", "403")]
    [InlineData("GET http://notsimulator.test/ HTTP/1.1\r\nHost: notsimulator.test", "403")]
    [InlineData("GET http://unheard.simulator.test/ HTTP/1.1\r\nHost: unheard.simulator.test", "403")]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443", "403")]
    [InlineData("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22", "403")]
    [InlineData("CONNECT 2130706433:22 HTTP/1.1\r\nHost: 2130706433:22", "403")]
    [InlineData("CONNECT [::ffff:127.0.0.1]:22 HTTP/1.1\r\nHost: x", "403")]
    [InlineData("GET https://simulator.test/ HTTP/1.1\r\nHost: simulator.test", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: simulator.test", "400")]
    [InlineData("CONNECT /path HTTP/1.1\r\nHost: x", "400")]
    public async Task Leads_to_nobody_but_the_simulator(string head, string status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync($"{head}\r\n{Known}Connection: close\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Leads_to_the_simulator_by_its_own_address() =>
        Assert.StartsWith("HTTP/1.1 200 ", await PlainAsync(simulator.Server.Url.Authority, "/get", Known), StringComparison.Ordinal);

    [Fact]
    public async Task Asks_again_in_the_same_connection()
    {
        var answer = await AskAsync($"CONNECT simulator.test:80 HTTP/1.1\r\nHost: x\r\n\r\nCONNECT simulator.test:80 HTTP/1.1\r\nHost: x\r\n{Known}\r\nGET /ip HTTP/1.1\r\nHost: simulator.test\r\nConnection: close\r\n\r\n");

        Assert.Equal(["407", "200", "200"], answer.Split("HTTP/1.1 ")[1..].Select(each => each[..3]));
    }

    [Theory]
    [InlineData("http://simulator.test/basic-auth/bob/x", "bob")]
    [InlineData("https://simulator.test/basic-auth/bob/x", "bob")]
    [InlineData("http://digest.simulator.test/digest-auth/auth/anna/secret/MD5", "anna")]
    public async Task The_frameworks_client_gets_through_and_in(string url, string user)
    {
        using var http = Through(user);

        var answer = await http.GetAsync(new Uri(url), TestContext.Current.CancellationToken);

        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("https://simulator.test/get")]
    [InlineData("https://strip-authorization.simulator.test/get")]
    public async Task Speaks_HTTP_2_within_tunnels(string url)
    {
        using var http = Through("bob");
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        Assert.Contains("\"url\": \"https://", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frameworks_client_opens_no_tunnel_by_Digest_since_it_names_another_address_than_it_asks_for()
    {
        // uri="/", where the target is the host and port (RFC 7616 §3.4.6, RFC 9110 §9.3.6).
        using var http = Through("anna");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("https://digest.simulator.test/get"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.ProxyTunnelError, failure.HttpRequestError);
    }

    [Theory]
    [InlineData("strip-authorization", $"Authorization: {LoginParameters.Basic}\r\n", "401", "\r\nWWW-Authenticate: Basic realm=\"Simulator\"")]
    [InlineData("rewrite-challenge", "", "401", "\r\nWWW-Authenticate: Basic realm=\"Proxy\"")]
    [InlineData("drop-challenge", "", "401", null)]
    public async Task Meddles_where_it_is_asked_to(string twist, string fields, string status, string? challenge)
    {
        var answer = await PlainAsync($"{twist}.simulator.test", "/basic-auth/anna/secret", Known + fields);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains(challenge ?? "HTTP/1.1", answer, StringComparison.Ordinal);
        Assert.Equal(challenge is not null, answer.Contains("WWW-Authenticate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_tunnels_where_it_is_asked_to() => Assert.StartsWith("HTTP/1.1 403 ", await TunnelledAsync("no-tunnel.simulator.test", "/get", Known), StringComparison.Ordinal);

    [Fact]
    public async Task An_open_one_asks_nothing() => Assert.StartsWith("HTTP/1.1 200 ", await PlainAsync("open.simulator.test", "/get", ""), StringComparison.Ordinal);

    [Fact]
    public Task The_proxy_without_a_twist_provokes_nothing() => ProvokesAsync("simulator.test", "/get", "", []);

    [Theory]
    [MemberData(nameof(Twists))]
    public Task A_twist_of_the_proxy_provokes_what_it_says(string name)
    {
        var twist = ProxyTwists.Find(name)!;
        return ProvokesAsync($"{name}.simulator.test", twist.At, twist.IsBehind ? Known : "", twist.Provokes);
    }

    private async Task ProvokesAsync(string host, string path, string fields, IEnumerable<string> provokes)
    {
        var head = $"GET http://{host}{path} HTTP/1.1\r\nHost: {host}\r\n{fields}";
        var answer = await AskAsync($"{head}Connection: close\r\n\r\n");
        var transcript = string.Create(CultureInfo.InvariantCulture, $"$ curl -x {simulator.Server.ProxyUrl} http://{host}{path}\n{head}\n{answer.Replace("Connection: close\r\n", "", StringComparison.Ordinal)}\n");
        var findings = Inspector.Inspection.Of(RawHttpReader.Read(transcript)).Findings.Where(finding => finding.Severity > Severity.Good).ToList();

        Assert.True(
            provokes.Order(StringComparer.Ordinal).SequenceEqual(findings.Select(finding => finding.Check.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            $"It provokes {string.Join(", ", findings.Select(finding => $"{finding.Check.Id} ({finding.Message})").Distinct(StringComparer.Ordinal))}.");
    }

    private HttpClient Through(string user) => simulator.Client(handler =>
    {
        handler.UseProxy = true;
        handler.Proxy = new WebProxy(simulator.Server.ProxyUrl) { Credentials = new NetworkCredential("anna", "secret") };
        handler.Credentials = new NetworkCredential(user, user == "bob" ? "x" : "secret");
    });

    private Task<string> PlainAsync(string host, string path, string fields) => AskAsync($"GET http://{host}{path} HTTP/1.1\r\nHost: {host}\r\n{fields}Connection: close\r\n\r\n");

    private async Task<string> TunnelledAsync(string host, string path, string fields)
    {
        var own = string.Concat(fields.Split("\r\n").Where(line => line.StartsWith("Proxy-", StringComparison.Ordinal)).Select(line => line + "\r\n"));
        var others = string.Concat(fields.Split("\r\n").Where(line => line.Length > 0 && !line.StartsWith("Proxy-", StringComparison.Ordinal)).Select(line => line + "\r\n"));
        var answer = new StringBuilder(await AskAsync($"CONNECT {host}:80 HTTP/1.1\r\nHost: {host}\r\n{own}\r\nGET {path} HTTP/1.1\r\nHost: {host}\r\n{others}Connection: close\r\n\r\n"));
        return answer.Replace("HTTP/1.1 200 Connection established", "established").ToString();
    }

    private Task<string> AskAsync(string request) => Visitor.AskAsync(simulator.Server.ProxyUrl!, request);
}
