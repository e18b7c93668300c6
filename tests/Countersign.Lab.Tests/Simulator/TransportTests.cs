using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What becomes of the connection, and where clients are sent to.</summary>
public sealed class TransportTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Place = "/sim/401/basic?connection=";

    private readonly Asking _asking = new(simulator.Url);

    [Fact]
    public async Task Breaks_off_before_anything_was_sent() => Assert.Equal("", await _asking.AskAsync($"{Place}abort"));

    [Fact]
    public async Task Breaks_off_behind_the_fields()
    {
        var answer = await _asking.AskAsync($"{Place}abort-after-fields");

        Assert.NotNull(Asking.FieldOf(answer, "WWW-Authenticate"));
        Assert.NotEqual("0", Asking.FieldOf(answer, "Content-Length"));
        Assert.Equal("", Asking.ContentOf(answer));
    }

    [Fact]
    public async Task Breaks_off_in_the_midst_of_the_content()
    {
        var answer = await _asking.AskAsync($"{Place}abort-midway&content=text");

        Assert.Equal("54", Asking.FieldOf(answer, "Content-Length"));
        Assert.Equal("Credentials are missing, or", Asking.ContentOf(answer));
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("abort-midway")]
    [InlineData("drip")]
    [InlineData("early-data")]
    public async Task Lets_in_whom_it_lets_in_over_a_whole_connection(string how) => Assert.Equal(200, Asking.StatusOf(await _asking.AskAsync($"{Place}{how}", Asking.Good)));

    [Fact]
    public async Task Sends_all_of_what_drips() => Assert.Equal("Credentials are missing, or they are not good enough.\n", Asking.ContentOf(await _asking.AskAsync($"{Place}drip&content=text")));

    [Fact]
    public async Task Asks_for_the_content_only_where_it_is_to_be_read()
    {
        Assert.Equal("HTTP/1.1 401", await BeginningAsync("/sim/401/basic"));
        Assert.Equal("HTTP/1.1 100", await BeginningAsync($"{Place}after-upload"));
    }

    [Theory]
    [InlineData("early-data", 425)]
    [InlineData("early-data-401", 401)]
    public async Task Takes_no_credentials_that_came_early(string how, int status)
    {
        var answer = await _asking.AskAsync($"{Place}{how}", Asking.Good, "Early-Data: 1");

        Assert.Equal(status, Asking.StatusOf(answer));
        Assert.Equal(status == 401, Asking.FieldOf(answer, "WWW-Authenticate") is not null);
    }

    [Fact]
    public async Task Names_reason_and_checks_whatever_the_content_is()
    {
        var answer = await _asking.AskAsync("/sim/401/basic?content=html&challenge=absent");

        Assert.Equal("credentials-missing", Asking.FieldOf(answer, "Countersign-Reason"));
        Assert.Contains("challenge/missing", Asking.FieldOf(answer, "Countersign-Checks"), StringComparison.Ordinal);
        Assert.Contains("content/html-for-json", Asking.FieldOf(answer, "Countersign-Checks"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loop", 302, "/sim/401/basic?redirect=loop")]
    [InlineData("userinfo", 302, "http://anna:secret@{host}/sim/401/basic")]
    [InlineData("private", 302, "http://10.4.0.17:8443/sim/401/basic")]
    [InlineData("other-origin", 307, "http://localhost:{port}/sim/401/basic")]
    public async Task Sends_clients_elsewhere(string where, int status, string location)
    {
        var answer = await _asking.AskAsync($"/sim/401/basic?redirect={where}");

        Assert.Equal(status, Asking.StatusOf(answer));
        Assert.Equal(location.Replace("{host}", simulator.Url.Authority, StringComparison.Ordinal).Replace("{port}", $"{simulator.Url.Port}", StringComparison.Ordinal), Asking.FieldOf(answer, "Location"));
    }

    // What a client sees that waits for leave to send its content.
    private async Task<string> BeginningAsync(string target)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(simulator.Url.Host, simulator.Url.Port, cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {target} HTTP/1.1\r\nHost: {simulator.Url.Authority}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"), cancel);
        var beginning = new byte[12];
        await stream.ReadExactlyAsync(beginning, cancel);
        return Encoding.ASCII.GetString(beginning);
    }
}
