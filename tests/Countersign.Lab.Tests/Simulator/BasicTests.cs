using System.Text;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>How the simulator reads Basic, rightly and otherwise.</summary>
public sealed class BasicTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Theory]
    [InlineData("/basic-auth/bob/geheim", "bob:geheim", 200)]
    [InlineData("/basic-auth/bob/geheim", "anna:secret", 401)]
    [InlineData("/basic-auth/bob/geheim?user=anna&password=secret", "anna:secret", 401)]
    [InlineData("/hidden-basic-auth/bob/geheim", "bob:geheim", 200)]
    [InlineData("/hidden-basic-auth/bob/geheim", "bob:falsch", 404)]
    public async Task Lets_in_the_user_of_the_path_alone(string target, string login, int status) => Assert.Equal(status, await StatusAsync(target, Encoding.UTF8.GetBytes(login)));

    [Fact]
    public async Task Hides_without_a_challenge_and_without_being_kept()
    {
        var answer = await AskAsync("/hidden-basic-auth/anna/secret", []);

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("WWW-Authenticate", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Cache-Control: no-store\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("&reads=latin-1", false, true)]
    [InlineData("&reads=utf-8", true, false)]
    public async Task Reads_letters_as_it_is_asked_to(string twist, bool utf8, bool latin1)
    {
        var target = $"/sim/401/basic?user=J%C3%BCrgen{twist}";

        Assert.Equal(utf8 ? 200 : 401, await StatusAsync(target, Encoding.UTF8.GetBytes("J\u00fcrgen:secret")));
        Assert.Equal(latin1 ? 200 : 401, await StatusAsync(target, Encoding.Latin1.GetBytes("J\u00fcrgen:secret")));
    }

    [Theory]
    [InlineData("reads=latin-1")]
    [InlineData("reads=utf-8")]
    public async Task Reads_ascii_however_it_is_asked_to(string twist) => Assert.Equal(200, await StatusAsync($"/sim/401/basic?{twist}", "anna:secret"u8.ToArray()));

    [Theory]
    [InlineData("user=anna&password=se%3Acret", "anna:se:cret", 200)]
    [InlineData("user=an%3Ana&password=secret", "an:na:secret", 401)]
    [InlineData("user=anna&password=se%3Acret&reads=last-colon", "anna:se:cret", 401)]
    [InlineData("user=an%3Ana&password=secret&reads=last-colon", "an:na:secret", 200)]
    [InlineData("reads=last-colon", "anna:secret", 200)]
    public async Task Cuts_at_the_first_colon_or_as_it_is_asked_to(string query, string login, int status) => Assert.Equal(status, await StatusAsync($"/sim/401/basic?{query}", Encoding.UTF8.GetBytes(login)));

    [Fact]
    public async Task Says_that_a_line_end_came_along() =>
        Assert.Contains("perhaps a line end", await AskAsync("/sim/401/basic", "anna:secret\n"u8.ToArray()), StringComparison.Ordinal);

    [Theory]
    [InlineData("none", "WWW-Authenticate: Basic realm=\"Simulator\"\r\n")]
    [InlineData("iso-8859-1", "WWW-Authenticate: Basic realm=\"Simulator\", charset=\"ISO-8859-1\"\r\n")]
    [InlineData("unquoted", "WWW-Authenticate: Basic realm=\"Simulator\", charset=UTF-8\r\n")]
    public async Task Says_the_encoding_as_it_is_asked_to(string charset, string line) => Assert.Contains(line, await AskAsync($"/sim/401/basic?charset={charset}", []), StringComparison.Ordinal);

    private async Task<int> StatusAsync(string target, byte[] login) => int.Parse((await AskAsync(target, login)).AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    private Task<string> AskAsync(string target, byte[] login)
    {
        var field = login.Length > 0 ? $"Authorization: Basic {Convert.ToBase64String(login)}\r\n" : "";
        return Visitor.AskAsync(simulator.Url, $"GET {target} HTTP/1.1\r\nHost: {simulator.Url.Authority}\r\n{field}Connection: close\r\n\r\n");
    }
}
