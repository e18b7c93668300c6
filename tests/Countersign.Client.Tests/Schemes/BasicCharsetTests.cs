using System.Text;
using Xunit;

namespace Countersign.Client.Tests.Schemes;

/// <summary>In which octets a name and a password beyond ASCII go (RFC 7617 §2.1).</summary>
public sealed class BasicCharsetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "Basic realm=\"r\"", "jörg:pässword", "utf-8")]
    [InlineData(false, "Basic realm=\"r\", charset=\"UTF-8\"", "jörg:pässword", "utf-8")]
    [InlineData(true, "Basic realm=\"r\"", "jörg:pässword", "iso-8859-1")]
    [InlineData(true, "Basic realm=\"r\", charset=utf-8", "jörg:pässword", "utf-8")]
    [InlineData(true, "Basic realm=\"r\"", "jörg:pass€", "utf-8")] // which ISO-8859-1 does not have
    public async Task Goes_in_the_octets_that_the_server_reads(bool isOld, string challenge, string login, string charset)
    {
        var expected = $"Basic {Convert.ToBase64String(Encoding.GetEncoding(charset).GetBytes(login))}";
        using var server = StubServer.Asking(challenge, until: expected);
        using var client = Client(server, login, isOld, isPreemptive: false);

        await client.GetStringAsync("https://api.example/a", Cancel);
        await client.GetStringAsync("https://api.example/a", Cancel);

        Assert.Equal([null, expected, expected], server.Requests.Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task Goes_once_more_where_the_server_says_only_then_what_it_reads()
    {
        var expected = $"Basic {Convert.ToBase64String("jörg:pässword"u8)}";
        using var server = StubServer.Asking("Basic realm=\"r\", charset=\"UTF-8\"", until: expected);
        using var client = Client(server, "jörg:pässword", isOld: true, isPreemptive: true);

        await client.GetStringAsync("https://api.example/a", Cancel);
        await client.GetStringAsync("https://api.example/a", Cancel);

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([expected, expected], server.Requests.Skip(1).Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task Is_wrong_where_the_server_refuses_the_octets_that_it_reads()
    {
        using var server = new StubServer(_ => StubServer.Refusal("Basic realm=\"r\", charset=\"UTF-8\""));
        using var client = Client(server, "jörg:pässword", isOld: true, isPreemptive: true);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Goes_once_where_its_octets_are_the_same_either_way()
    {
        using var server = new StubServer(_ => StubServer.Refusal("Basic realm=\"r\", charset=\"UTF-8\""));
        using var client = Client(server, "anna:wrong", isOld: true, isPreemptive: true);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("a:b", "p")]
    [InlineData("a\r\nb", "p")]
    [InlineData("a", "p\u0007")]
    public void Takes_no_name_and_no_password_that_can_not_be_written(string user, string password)
    {
        var options = new ReauthenticationOptions();

        Assert.Throws<ArgumentException>(() => options.AddBasic("https://api.example", user, new(password)));
        Assert.Throws<ArgumentException>(() => options.Proxies.AddBasic("http://proxy.example", user, new(password)));
    }

    private static HttpClient Client(StubServer server, string login, bool isOld, bool isPreemptive) => server.Client(options =>
        options.AddBasic("https://api.example", login[..login.IndexOf(':', StringComparison.Ordinal)], new(login[(login.IndexOf(':', StringComparison.Ordinal) + 1)..]), basic =>
            (basic.Latin1WithoutCharset, basic.Preemptive) = (isOld, isPreemptive)));
}
