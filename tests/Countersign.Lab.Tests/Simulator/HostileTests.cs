using System.IO.Pipelines;
using System.Net;
using System.Text;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Hosting;
using Countersign.Lab.Simulator.Proxies;
using Microsoft.AspNetCore.Connections;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Requests and connections that mean no good.</summary>
public sealed class HostileTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData("/basic-auth/anna/secret?realm=%0d%0aX-Evil:%201")]
    [InlineData("/session/account?realm=%00")]
    [InlineData("/idp/userinfo?realm=%0a")]
    [InlineData("/idp/userinfo?scope=%7f")]
    [InlineData("/digest-auth/auth/anna/secret/SHA-256?domain=%7f")]
    [InlineData("/site/members/?realm=%0a")]
    [InlineData("/session/sign-in?realm=%0a", "Authorization: Basic !")]
    public async Task Lets_nobody_write_another_field(string target, string? field = null)
    {
        var answer = await new Asking(simulator.Url).AskAsync(target, field is null ? [] : [field]);

        Assert.Equal(400, Asking.StatusOf(answer));
        Assert.NotNull(Asking.FieldOf(answer, "Countersign-Simulated"));
        Assert.Null(Asking.FieldOf(answer, "X-Evil"));
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task Takes_half_a_character_for_no_JSON(string content)
    {
        var answer = await new Asking(simulator.Url).AskAsync("POST", "/post", [$"Content-Length: {content.Length}", "Content-Type: application/json"], content);

        Assert.Equal(200, Asking.StatusOf(answer));
        Assert.Contains("\"json\": null", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11_000_000)]
    [InlineData(40_000_000)]
    public async Task Says_what_is_too_large(int length)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(new byte[length]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(simulator.Url, "/post")) { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.True(answer.Headers.Contains("Countersign-Simulated"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI * ")]
    public async Task Waits_for_no_client_that_says_nothing(string begin)
    {
        var connection = await SilentAsync(begin);

        await PriorKnowledge.ServeAsync(connection, NextAsync, Moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONNECT simulator.test:443 HTTP/1.1\r\n")]
    [InlineData("CONNECT open.simulator.test:443 HTTP/1.1\r\nHost: open.simulator.test:443\r\n\r\n")]
    public async Task Keeps_no_tunnel_in_which_nothing_is_said(string begin)
    {
        using var state = new SimulatorState(new() { Seed = "tests", ProxyListen = new(IPAddress.Loopback, 0) });
        var connection = await SilentAsync(begin);
        connection.Features.Set(new ProxyTunnel());

        await new ProxyTunnels(state) { Patience = Moment }.ServeAsync(connection, NextAsync);
    }

    // Whoever says nothing is not passed on.
    private static Task NextAsync(ConnectionContext connection) => throw new InvalidOperationException();

    private static async Task<ConnectionContext> SilentAsync(string begin)
    {
        var (input, output) = (new Pipe(), new Pipe());
        await input.Writer.WriteAsync(Encoding.ASCII.GetBytes(begin), TestContext.Current.CancellationToken);
        return new DefaultConnectionContext("one", new Ends(input.Reader, output.Writer), new Ends(output.Reader, input.Writer));
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
