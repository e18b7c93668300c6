using System.Text;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Wire;

public sealed class WriterTests
{
    [Fact]
    public void Writes_the_example_of_RFC_9110() => Assert.Equal(
        """Newauth realm="apps", type=1, title="Login to \"apps\"" """.TrimEnd(),
        ChallengeWriter.Write(new("Newauth") { Params = [new("realm", "apps"), new("type", "1", Quoted: false), new("title", "Login to \"apps\"")] }));

    [Theory]
    [InlineData("realm", "x", false, "realm=\"x\"")]
    [InlineData("REALM", "x", false, "REALM=\"x\"")]
    [InlineData("algorithm", "SHA-256", false, "algorithm=SHA-256")]
    [InlineData("stale", "true", false, "stale=true")]
    [InlineData("qop", "auth, auth-int", false, "qop=\"auth, auth-int\"")]
    [InlineData("a", "", false, "a=\"\"")]
    [InlineData("a", "b\\c", true, "a=\"b\\\\c\"")]
    [InlineData("a", "ä", false, "a=\"ä\"")]
    [InlineData("a", "\t", true, "a=\"\t\"")]
    public void Quotes_where_quotes_are_needed(string name, string value, bool quoted, string expected) =>
        Assert.Equal("Foo " + expected, new Challenge("Foo") { Params = [new(name, value, quoted)] }.ToString());

    [Fact]
    public void Writes_a_scheme_alone_and_a_token68()
    {
        Assert.Equal("Negotiate", ChallengeWriter.Write(new("Negotiate")));
        Assert.Equal("Negotiate abc==", ChallengeWriter.Write(new("Negotiate") { Token68 = "abc==" }));
        Assert.Equal("Basic QQ==", CredentialsWriter.Write(new("Basic") { Token68 = "QQ==" }));
    }

    [Fact]
    public void Appends_to_a_line()
    {
        var line = new StringBuilder("WWW-Authenticate: ");
        ChallengeWriter.Write(line, new("Basic") { Params = [new("realm", "x")] });
        Assert.Equal("WWW-Authenticate: Basic realm=\"x\"", line.ToString());
    }

    [Fact]
    public void Writes_Authentication_Info() => Assert.Equal(
        "rspauth=\"00\", qop=auth, nc=00000001",
        AuthenticationInfoWriter.Write([new("rspauth", "00"), new("qop", "auth", Quoted: false), new("nc", "00000001", Quoted: false)]));

    [Theory]
    [InlineData("", "a", "b")]
    [InlineData("Foo Bar", "a", "b")]
    [InlineData("Foo\r\nX:", "a", "b")]
    [InlineData("Foo", "", "b")]
    [InlineData("Foo", "a=b", "b")]
    [InlineData("Foo", "ä", "b")]
    [InlineData("Foo", "a", "s3cret\r\nX: y")]
    [InlineData("Foo", "a", "s3cret\0")]
    [InlineData("Foo", "a", "s3cret\u007f")]
    public void Refuses_what_cannot_be_written_without_telling_the_value(string scheme, string name, string value)
    {
        var exception = Assert.Throws<ArgumentException>(() => CredentialsWriter.Write(new(scheme) { Params = [new(name, value)] }));
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a%")]
    public void Refuses_what_is_no_token68(string token68) =>
        Assert.Throws<ArgumentException>(() => ChallengeWriter.Write(new("Foo") { Token68 = token68 }));

    [Fact]
    public void Writes_a_changed_challenge_anew()
    {
        var challenge = new Challenge("Foo") { Params = [new("a", "b")] };
        Assert.Equal("Foo a=\"b\"", challenge.ToString());

        Assert.Equal("Foo a=\"c\"", (challenge with { Params = [new("a", "c")] }).ToString());
        Assert.Equal("Foo a=\"b\"", challenge.ToString());
    }

    [Fact]
    public void Compares_challenges_by_what_is_written()
    {
        var written = new Challenge("Foo") { Params = [new("a", "b")] };
        _ = written.ToString();

        Assert.Equal(new Challenge("Foo") { Params = [new("a", "b")] }, written);
        Assert.Equal(new Challenge("Foo") { Params = [new("a", "b")] }.GetHashCode(), written.GetHashCode());
        Assert.NotEqual(new Challenge("foo") { Params = [new("a", "b")] }, written);
        Assert.NotEqual(new Challenge("Foo") { Params = [new("a", "c")] }, written);
        Assert.NotEqual(new Challenge("Foo") { Token68 = "b" }, written);
    }

    [Fact]
    public void Refuses_a_token68_beside_parameters() =>
        Assert.Throws<ArgumentException>(() => ChallengeWriter.Write(new("Foo") { Token68 = "x", Params = [new("a", "b")] }));
}
