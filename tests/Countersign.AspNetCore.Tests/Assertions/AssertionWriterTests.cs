using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Assertions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.AspNetCore.Tests.Assertions;

public sealed class AssertionWriterTests : IDisposable
{
    private static readonly AssertionOptions Options = new("https://gateway.example");

    private static readonly Subject Ada = new("ada")
    {
        Groups = ["staff", "a,b"],
        Roles = ["editor"],
        Scopes = ["read", "write"],
        Email = "ada@example.org",
        Claims = new Told("https://issuer.example"),
    };

    private readonly TemporaryStore _file = new();
    private readonly SetClock _clock = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly AssertionKeys _keys;
    private readonly AssertionWriter _writer;

    public AssertionWriterTests()
    {
        _keys = new(new SigningKeyStore(_file.Open(_clock), _clock), Options, _clock, problem => Assert.Fail(problem));
        _writer = new(Options, _keys, _clock);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void Says_who_asks_by_what_and_for_whom()
    {
        var token = Verified(_writer.For(Ada, "api", "orders"));

        Assert.Equal("countersign+jwt", token.Header.Type);
        Assert.Equal(
            """{"iss":"https://gateway.example","aud":"orders","sub":"ada","iat":1767225600,"exp":1767225660,"kind":"user","scheme":"api","idp":"https://issuer.example","email":"ada@example.org","scope":"read write","groups":["staff","a,b"],"roles":["editor"]}""",
            Encoding.UTF8.GetString(token.Payload.Span));
    }

    [Fact]
    public void Says_nothing_of_what_is_not_known()
    {
        var token = Verified(_writer.For(new("k1") { Kind = "key" }, "keys", "orders"));

        Assert.Equal(
            """{"iss":"https://gateway.example","aud":"orders","sub":"k1","iat":1767225600,"exp":1767225660,"kind":"key","scheme":"keys"}""",
            Encoding.UTF8.GetString(token.Payload.Span));
    }

    [Fact]
    public void Makes_no_two_scopes_of_one() // RFC 6749 §3.3
    {
        var token = Verified(_writer.For(new("ada") { Scopes = ["read", "write admin"] }, "api", "orders"));

        Assert.Equal(["read"], JwtClaimsReader.Read(token.Payload, out _)!.Scopes);
    }

    [Fact]
    public void Gives_the_same_again_for_a_third_of_its_life()
    {
        var first = _writer.For(Ada, "api", "orders");
        _clock.Now += TimeSpan.FromSeconds(19);
        Assert.Same(first, _writer.For(Ada with { Groups = ["staff", "a,b"] }, "api", "orders"));

        _clock.Now += TimeSpan.FromSeconds(1);
        var second = _writer.For(Ada, "api", "orders");
        Assert.Equal(20, JwtClaimsReader.Read(Verified(second).Payload, out _)!.IssuedAt!.Value.Seconds - 1767225600);

        // Made in what is the future now: nobody may take it.
        _clock.Now -= TimeSpan.FromHours(1);
        Assert.NotEqual(second, _writer.For(Ada, "api", "orders"));
    }

    [Fact]
    public void Gives_nobody_the_word_about_another()
    {
        Subject[] others =
        [
            Ada with { Name = "bob" }, Ada with { Kind = "client" }, Ada with { Groups = ["staff"] }, Ada with { Groups = ["staff", "a", "b"] },
            Ada with { Roles = [] }, Ada with { Scopes = ["read"] }, Ada with { Email = null }, Ada with { Claims = new Told("https://other.example") }, Ada with { Claims = null },
        ];

        var texts = others.Select(other => _writer.For(other, "api", "orders")).Append(_writer.For(Ada, "other", "orders"))
            .Append(_writer.For(Ada, "api", "stock")).Append(_writer.For(Ada, "api", "orders"));

        Assert.Equal(12, texts.Select(text => text.Split('.')[1]).Distinct().Count());
    }

    [Fact]
    public void Remembers_no_more_than_it_has_room_for()
    {
        var writer = new AssertionWriter(Options, _keys, _clock, capacity: 8);
        for (var i = 0; i < 50; i++)
            writer.For(new($"u{i}"), "api", "orders");

        // Where there is no more room an eighth is forgotten, not all at once.
        Assert.InRange(writer.Count, 7, 8);
    }

    [Fact]
    public void Publishes_the_public_halves_alone()
    {
        var set = JsonElement.Parse(_keys.PublicSet().Span);

        var key = Assert.Single(set.GetProperty("keys").EnumerateArray());
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(_keys.Current.KeyId, key.GetProperty("kid").GetString());
    }

    private Jws Verified(string text)
    {
        var token = JwsReader.Read(text).Token!;
        Assert.True(JwkReader.ReadSet(_keys.PublicSet().Span, KeyOrigin.Published).Keys.Verify(token, [JwsAlgorithm.ES256]).IsGood);
        return token;
    }

    private sealed class Told(string issuer) : ISubjectClaims
    {
        public string Issuer => issuer;

        public DateTimeOffset? Ends => null;

        public ImmutableArray<string> Values(string name) => [];
    }
}
