using Countersign.Tokens.Dpop;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens.Dpop;

public sealed class DpopUriTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000);

    private static readonly Gen<string> Piece = Gen.Elements(
        "http://", "https://", "HTTPS://", "a", "B", "example.com", "EXAMPLE", ":", ":80", ":443", ":0443", "[::1]", "[", "]", "@", "/", "/", "/", ".", "..", "/./", "/../",
        "%2e", "%2E", "%2f", "%41", "%7e", "%c3%A4", "%", "%2", "%zz", "%25%32%65", "?", "#", "?q=/..", "\\", " ", "é", "\0", "~", "-", ";", "*");

    private static readonly Gen<string> Uri = Gen.OneOf(
        Piece.ListOf().Select(string.Concat),
        Piece.ListOf().Select(pieces => "https://api.example.com/" + string.Concat(pieces)),
        Piece.ListOf().Select(pieces => "http://" + string.Concat(pieces)));

    private static readonly Gen<string> Text = Piece.ListOf().Select(string.Concat);

    private static readonly Gen<string> Noise = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    [Theory]
    [InlineData("https://example.com", "https://example.com/")]
    [InlineData("HTTPS://EXAMPLE.com:443/a", "https://example.com/a")]
    [InlineData("http://example.com:/a", "http://example.com/a")]
    [InlineData("http://example.com:80/a", "http://example.com/a")]
    [InlineData("http://example.com:443/a", "http://example.com:443/a")]
    [InlineData("https://example.com:0443/a", "https://example.com:0443/a")]
    [InlineData("http://ex%41mple.com/", "http://example.com/")]
    [InlineData("http://ex%c3%a4mple.com/", "http://ex%C3%A4mple.com/")]
    [InlineData("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a")]
    [InlineData("https://[::1]", "https://[::1]/")]
    [InlineData("https://a/%7Euser/%61%2f%2F", "https://a/~user/a%2F%2F")]
    [InlineData("https://a/%2525", "https://a/%2525")]
    [InlineData("https://a/%252e%252e/b", "https://a/%252e%252e/b")]
    [InlineData("https://a/b/c/./../../g", "https://a/g")]                // RFC 3986 §5.2.4
    [InlineData("https://a/b/%2e%2E/c", "https://a/c")]
    [InlineData("https://a/../../b", "https://a/b")]
    [InlineData("https://a/b/..", "https://a/")]
    [InlineData("https://a/b/.", "https://a/b/")]
    [InlineData("https://a/b//../c", "https://a/b/c")]
    [InlineData("https://a/..b/.c/d./...", "https://a/..b/.c/d./...")]
    [InlineData("https://a//b", "https://a//b")]
    public void Normalises_by_syntax_and_scheme(string uri, string expected) => Assert.Equal(expected, Normal(uri));

    [Theory]
    [InlineData("")]
    [InlineData("/v1/items")]
    [InlineData("//example.com/a")]
    [InlineData("https:/example.com/a")]
    [InlineData("https:///a")]
    [InlineData("https://:443/a")]
    [InlineData("https://user@example.com/a")]
    [InlineData("https://example.com:44a/a")]
    [InlineData("https://example.com:443:443/a")]
    [InlineData("https://[::1/a")]
    [InlineData("https://[::1]443/a")]
    [InlineData("https://example.com\\a")]
    [InlineData("https://example.com/ä")]
    [InlineData("https://example.com/a b")]
    [InlineData("https://example.com/%")]
    [InlineData("https://example.com/%4")]
    [InlineData("https://example.com/%+1")]
    [InlineData("https://ex%4/mple")]
    [InlineData("ftp://example.com/a")]
    public void Takes_nothing_else_for_an_address(string uri) => Assert.Null(Normal(uri));

    [Theory]
    [InlineData("https://api.example.com/v1/items", true)]
    [InlineData("https://api.example.com:443/v1/%69tems?page=2#x", true)]
    [InlineData("https://api.example.com/v1/items#x?y", true)]
    [InlineData("https://api.example.com./v1/items", false)]
    [InlineData("https://api.example.com/V1/items", false)]
    [InlineData("https://api.example.com:8443/v1/items", false)]
    [InlineData("https://api.example.com.evil.example/v1/items", false)]
    [InlineData("https://api.example.com/v1%2Fitems", false)]
    [InlineData("https://api.example.com", false)]
    [InlineData("/v1/items", false)]
    public void Compares_with_the_request(string htu, bool matches) =>
        Assert.Equal(matches, DpopUri.Matches(htu, new("GET", "HTTPS", "API.example.com", "/v1/./items?page=3#z")));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("?x")]
    public void A_request_without_a_path_is_one_for_the_root(string path)
    {
        var request = new DpopRequest("OPTIONS", "http", "a:80", path);

        Assert.True(DpopUri.Matches("http://a", request));
        Assert.True(DpopUri.Matches("http://a:/?", request));
    }

    [Fact]
    public void Long_addresses_are_compared_to_their_end()
    {
        var path = "/" + new string('a', 3000);

        Assert.True(DpopUri.Matches("https://a" + path + "b", new("GET", "https", "a", path + "%62")));
        Assert.False(DpopUri.Matches("https://a" + path + "b", new("GET", "https", "a", path + "c")));
    }

    [Fact]
    public void No_text_makes_it_throw_and_none_has_two_normal_forms() => Prop.ForAll(Gen.OneOf(Uri, Noise).ToArbitrary(), uri =>
    {
        var normal = Normal(uri);
        if (normal is not null)
            Assert.Equal(normal, Normal(normal));
    }).Check(Many);

    [Fact]
    public void An_address_means_the_request_that_it_was_made_of() => Prop.ForAll(Text.ToArbitrary(), text =>
    {
        var request = new DpopRequest("GET", "https", "api.example.com", "/" + text);
        var uri = "https://api.example.com/" + text;
        var plain = uri.Split('?', '#')[0];

        Assert.Equal(Normal(plain) is not null, DpopUri.Matches(uri, request));
    }).Check(Many);

    [Fact]
    public void Two_addresses_are_equal_when_their_normal_forms_are() => Prop.ForAll(Uri.ToArbitrary(), Text.ToArbitrary(), Text.ToArbitrary(), (htu, authority, path) =>
    {
        var claimed = Normal(htu.Split('?', '#')[0]);
        var asked = Normal($"https://{authority}{path.Split('?', '#')[0]}");

        Assert.Equal(claimed is not null && claimed == asked, DpopUri.Matches(htu, new("GET", "https", authority, path)));
    }).Check(Many);

    private static string? Normal(string uri)
    {
        var room = new char[uri.Length + 1];
        uri.CopyTo(room);
        return DpopUri.TryNormalise(room, uri.Length, out var written) ? new(room, 0, written) : null;
    }
}
