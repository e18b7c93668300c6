using Countersign.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Wire;

public sealed class CookieFieldTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(4000);

    private static readonly Gen<string> Name = Gen.Elements("sid", "SID", "sid2", "", "a", "__Host-sid", "sid ");

    private static readonly Gen<string> Piece =
        from name in Name
        from sign in Gen.Elements("=", "=", "=", "", "==", " = ")
        from value in Gen.Elements("", "x", "sid=x", "\"quoted", "a,b", "ä", "\0", "x y", "=")
        select name + sign + value;

    private static readonly Gen<string[]> Pieces = Piece.ArrayOf();

    private static readonly Gen<string> Between = Gen.Elements("; ", "; ", ";", " ;", ";\t", ";;");

    private static readonly Gen<string> Lines =
        from pieces in Pieces
        from between in Between.ArrayOf(pieces.Length)
        select string.Concat(pieces.Select((piece, at) => (at == 0 ? "" : between[at]) + piece));

    [Theory]
    [InlineData("sid=x", 1, "x")]                                  // RFC 6265 §5.4
    [InlineData("lang=en-US; sid=31d4d96e407aad42", 1, "31d4d96e407aad42")]
    [InlineData("a=1;sid=x;b=2", 1, "x")]
    [InlineData(" sid = x ", 1, "x")]
    [InlineData("sid=", 1, "")]
    [InlineData("sid=a=b", 1, "a=b")]
    [InlineData("sid=\"x\"", 1, "\"x\"")]
    [InlineData("sid=1; sid=2", 2, "1")]
    [InlineData("", 0, "")]
    [InlineData("sid", 0, "")]
    [InlineData("SID=x", 0, "")]
    [InlineData("xsid=x; sidx=y", 0, "")]
    [InlineData("=sid=x", 0, "")]
    [InlineData("a=sid=x", 0, "")]
    public void Finds_a_cookie_by_its_name(string line, int count, string value)
    {
        Assert.Equal(count, CookieField.Count(line, "sid", out var found));
        Assert.Equal(value, found.ToString());
    }

    [Fact] // what parsers that know quotes would take for one cookie
    public void Lets_no_quote_hide_a_cookie()
    {
        const string Sandwich = "$Version=1; a=\"x; sid=secret; b=y\"";

        Assert.Equal(1, CookieField.Count(Sandwich, "sid", out _));
        Assert.Equal("$Version=1; a=\"x; b=y\"", CookieField.Without(Sandwich, ["sid"]));
    }

    [Theory]
    [InlineData("sid=x", "")]
    [InlineData("sid=x; a=1", "a=1")]
    [InlineData("a=1; sid=x", "a=1")]
    [InlineData("a=1; sid=x; b=2", "a=1; b=2")]
    [InlineData("a=1;sid=x;b=2", "a=1;b=2")]
    [InlineData("sid=1; sid=2; other=3", "")]
    [InlineData("a=\"1;;\" ;  b=2", "a=\"1;;\" ;  b=2")]
    public void Takes_cookies_out_and_leaves_the_rest(string line, string rest) => Assert.Equal(rest, CookieField.Without(line, ["sid", "other"]));

    [Fact]
    public void Gives_a_line_without_them_back_itself()
    {
        var line = string.Concat("a=1; b=", "sid");

        Assert.Same(line, CookieField.Without(line, ["sid", "other"]));
    }

    [Fact]
    public void Leaves_no_cookie_of_a_name_and_all_others_in_their_order() => Prop.ForAll(Lines.ToArbitrary(), line =>
    {
        var rest = CookieField.Without(line, ["sid", "a"]);

        Assert.Equal(0, CookieField.Count(rest, "sid", out _));
        Assert.Equal(0, CookieField.Count(rest, "a", out _));
        Assert.Equal(Pairs(line).Where(pair => NameOf(pair) is not ("sid" or "a")), Pairs(rest));
    }).Check(Many);

    [Fact]
    public void Agrees_with_a_plain_transcription_of_the_rule() => Prop.ForAll(Lines.ToArbitrary(), line =>
    {
        var expected = Pairs(line).Where(pair => NameOf(pair) == "sid").ToList();

        Assert.Equal(expected.Count, CookieField.Count(line, "sid", out var value));
        Assert.Equal(expected is [var first, ..] ? first[(first.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim(' ', '\t') : "", value.ToString());
    }).Check(Many);

    private static IEnumerable<string> Pairs(string line) => line.Split(';').Select(pair => pair.Trim(' ', '\t')).Where(pair => pair.Length > 0);

    private static string? NameOf(string pair) => pair.Contains('=', StringComparison.Ordinal) ? pair.Split('=')[0].Trim(' ', '\t') : null;
}
