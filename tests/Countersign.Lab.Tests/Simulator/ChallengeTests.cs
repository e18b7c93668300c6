using System.Globalization;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Challenges as they are written on purpose, octet by octet.</summary>
public sealed class ChallengeTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Theory]
    [InlineData("challenge=empty", "WWW-Authenticate: \r\n")]
    [InlineData("challenge=commas", "WWW-Authenticate: , ,\r\n")]
    [InlineData("challenge=other-field", "Proxy-Authenticate: Basic realm=\"Simulator\", charset=\"UTF-8\"\r\n")]
    [InlineData("challenge=split", "WWW-Authenticate: Basic realm=\"Simulator\"\r\nWWW-Authenticate: charset=\"UTF-8\"\r\n")]
    [InlineData("syntax=unterminated", "WWW-Authenticate: Basic realm=\"Simulator\", charset=\"UTF-8\r\n")]
    [InlineData("syntax=token68", "WWW-Authenticate: Basic c2ltdWxhdGVk==, realm=\"Simulator\", charset=\"UTF-8\"\r\n")]
    [InlineData("syntax=no-scheme", "WWW-Authenticate: realm=\"Simulator\", charset=\"UTF-8\"\r\n")]
    [InlineData("syntax=comma-after-scheme", "WWW-Authenticate: Basic, realm=\"Simulator\", charset=\"UTF-8\"\r\n")]
    [InlineData("realm-form=unquoted", "WWW-Authenticate: Basic realm=Simulator, charset=\"UTF-8\"\r\n")]
    [InlineData("realm-form=missing", "WWW-Authenticate: Basic charset=\"UTF-8\"\r\n")]
    [InlineData("realm-form=inner-quotes", "WWW-Authenticate: Basic realm=\"The \"Simulator\" area\", charset=\"UTF-8\"\r\n")]
    [InlineData("realm-form=utf-8", "WWW-Authenticate: Basic realm=\"Pr\u00fcfstand\", charset=\"UTF-8\"\r\n")]
    [InlineData("realm=Pr%C3%BCfstand", "WWW-Authenticate: Basic realm=\"Pr\u00fcfstand\", charset=\"UTF-8\"\r\n")]
    [InlineData("scheme-name=misspelt", "WWW-Authenticate: Bsaic realm=\"Simulator\", charset=\"UTF-8\"\r\n")]
    [InlineData("realm-form=single-quoted&syntax=no-commas&scheme-name=lower", "WWW-Authenticate: basic realm='Simulator' charset=\"UTF-8\"\r\n")]
    public async Task Writes_what_is_asked_for(string query, string line) => Assert.Contains(line, await AskAsync($"/sim/401/basic?{query}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/sim/401/digest?realm-form=missing", "WWW-Authenticate: Digest nonce=")]
    [InlineData("/sim/401/digest?qop=auth,auth-int&syntax=semicolons", "; qop=\"auth, auth-int\"; ")]
    [InlineData("/sim/401/digest?qop=auth,auth-int&challenge=split", "qop=\"auth, auth-int\", ")]
    [InlineData("/sim/401/digest?scheme-name=prefixed", "WWW-Authenticate: xDigest realm=\"Simulator\"")]
    public async Task Breaks_what_other_schemes_say_as_well(string target, string line) => Assert.Contains(line, await AskAsync(target), StringComparison.Ordinal);

    [Fact]
    public async Task Leaves_the_answer_to_good_credentials_alone() =>
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync("/sim/401/basic?challenge=absent&syntax=colon&realm-form=empty", "Authorization: Basic YW5uYTpzZWNyZXQ=\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/sim/199/basic")]
    [InlineData("/sim/99999/basic")]
    [InlineData("/sim/401/basic?realm=a%0D%0AX%3A+y")]
    [InlineData("/sim/401/digest?realm=%00")]
    public async Task Takes_nothing_that_no_answer_can_have(string target) => Assert.StartsWith("HTTP/1.1 400 ", await AskAsync(target), StringComparison.Ordinal);

    private Task<string> AskAsync(string target, string fields = "") =>
        Visitor.AskAsync(simulator.Url, string.Create(CultureInfo.InvariantCulture, $"GET {target} HTTP/1.1\r\nHost: {simulator.Url.Authority}\r\n{fields}Connection: close\r\n\r\n"));
}
