using Countersign.Gateway.Doctor.Cookies;
using Countersign.Gateway.Tests.Hosting;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Gateway.Tests.Doctor;

/// <summary>RFC 6265bis, as browsers hold to it.</summary>
public sealed class CookieJarTests
{
    private const string Https = "https://app.example.org/orders/1";
    private const string Http = "http://app.example.org/orders/1";

    private readonly MovedClock _clock = new();
    private readonly CookieJar _jar;

    public CookieJarTests() => _jar = new(_clock);

    [Theory]
    [InlineData(Https, "a=b", null)]
    [InlineData(Https, "__Host-a=b; Path=/; Secure", null)]
    [InlineData(Https, "__Secure-a=b; Domain=example.org; Secure", null)]
    [InlineData(Https, "a=b; Domain=.EXAMPLE.org", null)]
    [InlineData(Https, "a=b; SameSite=None; Secure", null)]
    [InlineData("http://localhost:8080/", "__Host-a=b; Path=/; Secure", null)]
    [InlineData("http://127.0.0.1/", "a=b; Secure", null)]
    [InlineData(Http, "a=b; Secure", CookieFault.SecureOverHttp)]
    [InlineData(Http, "__Host-a=b; Path=/; Secure", CookieFault.SecureOverHttp)]
    [InlineData(Https, "__Host-a=b; Path=/", CookieFault.HostPrefix)]
    [InlineData(Https, "__HOST-a=b; Path=/orders; Secure", CookieFault.HostPrefix)]
    [InlineData(Https, "__Host-a=b; Secure", CookieFault.HostPrefix)]
    [InlineData(Https, "__Host-a=b; Path=/; Secure; Domain=app.example.org", CookieFault.HostPrefix)]
    [InlineData(Https, "__Secure-a=b", CookieFault.SecurePrefix)]
    [InlineData(Https, "a=b; Domain=other.example.org", CookieFault.ForeignDomain)]
    [InlineData(Https, "a=b; Domain=xample.org", CookieFault.ForeignDomain)]
    [InlineData(Https, "a=b; Domain=org", CookieFault.PublicDomain)]
    [InlineData("https://127.0.0.1/", "a=b; Domain=0.0.1", CookieFault.ForeignDomain)]
    [InlineData(Https, "a=b; SameSite=None", CookieFault.NoneWithoutSecure)]
    [InlineData(Https, "", CookieFault.Unreadable)]
    [InlineData(Https, " = ; Path=/", CookieFault.Unreadable)]
    [InlineData(Https, "a=b\u0001", CookieFault.Unreadable)]
    public void Keeps_what_browsers_keep(string url, string line, object? fault)
    {
        Assert.Equal((CookieFault?)fault, _jar.Take(line, new(url)).Fault);
        Assert.Equal(fault is null, _jar.For(new(url)) is not null);
    }

    [Theory]
    [InlineData(4096, null)]
    [InlineData(4097, CookieFault.TooLarge)]
    public void Keeps_4096_octets_of_name_and_value(int octets, object? fault) =>
        Assert.Equal((CookieFault?)fault, _jar.Take("ab=" + new string('x', octets - 2) + "; Path=/", new(Https)).Fault);

    [Theory]
    [InlineData("a=b", Https, "https://app.example.org/orders/2", true)]
    [InlineData("a=b", Https, "https://app.example.org/other", false)]
    [InlineData("a=b", Https, "https://app.example.org/orders-old", false)]
    [InlineData("a=b; Path=/", Https, "https://app.example.org/other", true)]
    [InlineData("a=b; Path=/", Https, "https://www.app.example.org/", false)]
    [InlineData("a=b; Path=/; Domain=example.org", Https, "https://www.example.org/", true)]
    [InlineData("a=b; Path=/; Domain=example.org", Https, "https://notexample.org/", false)]
    [InlineData("a=b; Path=/; Secure", Https, "http://app.example.org/", false)]
    [InlineData("a=b; Path=/", Https, "https://app.example.org:8443/", true)]
    [InlineData("a=b; Path=/; Max-Age=0", Https, "https://app.example.org/", false)]
    [InlineData("a=b; Path=/; Max-Age=-99999999999999999999", Https, "https://app.example.org/", false)]
    [InlineData("a=b; Path=/; Expires=Wed, 31 Dec 2025 23:59:59 GMT", Https, "https://app.example.org/", false)]
    [InlineData("a=b; Path=/; Expires=Wed, 31 Dec 2025 23:59:59 GMT; Max-Age=60", Https, "https://app.example.org/", true)]
    [InlineData("a=b; Path=/; Expires=whenever", Https, "https://app.example.org/", true)]
    public void Sends_where_browsers_send(string line, string from, string to, bool isSent)
    {
        _jar.Take(line, new(from));

        Assert.Equal(isSent ? "a=b" : null, _jar.For(new(to))?.Reveal());
        Assert.Equal(isSent, _jar.Sends("a", new(to)));
    }

    [Fact]
    public void Forgets_what_has_ended_and_what_is_taken_back()
    {
        var url = new Uri(Https);
        _jar.Take("short=1; Path=/; Max-Age=60", url);
        _jar.Take("long=1; Path=/; Max-Age=99999999999", url);
        _jar.Take("back=1; Path=/", url);
        _jar.Take("back=; Path=/; Max-Age=0", url);

        _clock.Now += TimeSpan.FromSeconds(61);
        Assert.Equal("long=1", _jar.For(url)?.Reveal());
        _clock.Now += TimeSpan.FromDays(400);
        Assert.Null(_jar.For(url));
    }

    [Fact]
    public void Leaves_a_secure_cookie_alone_that_http_would_replace()
    {
        _jar.Take("a=mine; Path=/; Secure", new(Https));

        Assert.Equal(CookieFault.OverSecure, _jar.Take("a=theirs; Path=/", new(Http)).Fault);
        Assert.Equal("a=mine", _jar.For(new(Https))?.Reveal());
    }

    [Fact]
    public void Shows_no_value()
    {
        var taken = _jar.Take("a=the-secret; Path=/; HttpOnly", new(Https));

        Assert.DoesNotContain("the-secret", taken.ToString(), StringComparison.Ordinal);
        Assert.Equal("Path=/; HttpOnly", taken.Cookie!.Attributes);
    }

    [Fact]
    public void Takes_whatever_a_server_sends()
    {
        var pieces = Gen.OneOf(
            Gen.Elements(";", "=", " ", "\t", "__Host-", "__Secure-", "Domain=", "Path=", "Max-Age=", "Expires=", "SameSite=", "Secure", "HttpOnly", ".", "/", "-", "9", "\0", "\r\n", "\ud800", "ä"),
            Gen.Select(Gen.Choose(0, 0xFFFF), c => ((char)c).ToString()),
            Gen.Select(Gen.Choose(1000, 5000), length => new string('9', length)));
        var lines = Gen.Select(Gen.ArrayOf(pieces), string.Concat);
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(lines), line =>
        {
            var jar = new CookieJar(_clock);
            foreach (var url in new[] { Https, Http, "http://[::1]/", "https://localhost/a/" })
            {
                var taken = jar.Take(line, new(url));
                var sent = jar.For(new(url))?.Reveal();
                if (taken.Fault is not null && sent is not null)
                    return false;
            }

            return true;
        }));
    }
}
