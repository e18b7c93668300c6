using System.Buffers.Text;
using System.Text;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Inspector.Tests.Tokens;

/// <summary>What people read of a token: plain words, and never so much of it that it could be used.</summary>
public sealed class TokenDecoderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_320_795);
    private static readonly SigningKey Key = SigningKey.Create(JwsAlgorithm.ES256, "k1");

    [Fact]
    public void Says_in_plain_words_what_an_access_token_means_now()
    {
        var shown = Shown(Token("""
            {"iss":"https://login.example","sub":"anna","aud":["https://a.example","https://b.example"],"exp":1795320603,"iat":1795320303,"nbf":1795320855,
             "client_id":"app","scope":"read write","jti":"x1","acr":"mfa","auth_time":1795317195,"cnf":{"jkt":"abc"},"https://acme.example/plan":{"tier":3}}
            """));

        Assert.Equal("""
            a signed token (JWS), * characters, signature not checked

            header
              alg  ES256, signed with the private key of a pair on P-256 (ECDSA with SHA-256)
              typ  at+jwt, an access token (RFC 9068)
              kid  k1, the name of the key that signed it

            claims
              iss               https://login.example, the issuer, who made it
              sub               anna, whom it is about, in the issuer's words
              aud               https://a.example, https://b.example, for whom it was made: any of these
              exp               2026-11-22 04:10:03Z, expired 3 min 12 s ago, by this machine's clock
              iat               2026-11-22 04:05:03Z, made 8 min 12 s ago, by this machine's clock
              nbf               2026-11-22 04:14:15Z, counts only in 1 min, by this machine's clock
              client_id         app, the client that it was given to
              scope             read write, what it may be used for
              jti               x1, its own name, by which it can be revoked
              acr               mfa, how strongly the person signed in, in the issuer's words
              auth_time         2026-11-22 03:13:15Z, the person signed in 1 h ago, by this machine's clock
              cnf               bound to the DPoP key abc: counts only with a proof by that key (RFC 9449 §6.1)
              https://acme.example/plan  {"tier":3}

            """.ReplaceLineEndings("\n"), System.Text.RegularExpressions.Regex.Replace(shown, @"\d+ characters", "* characters", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("""{"sub":"svc","client_id":"svc","exp":1}""", "whom it is about: the client itself, no person")]
    [InlineData("""{"azp":"app","exp":1}""", "app, the client that it was given to (OpenID Connect's word)")]
    [InlineData("""{"cnf":{"x5t#S256":"abc"},"exp":1}""", "bound to the TLS client certificate abc")]
    [InlineData("""{"cnf":{"kid":"abc"},"exp":1}""", "bound in a way that is not known here")]
    [InlineData("""{"nonce":"n","exp":1}""", "looks like an ID token")]
    [InlineData("""{"sub":"anna"}""", "It has no exp")]
    [InlineData("""{"exp":"soon"}""", "soon, not what exp has to be")]
    [InlineData("""{"exp":"soon"}""", "claim-type-wrong, in the claims")]
    [InlineData("""{"exp":1,"iat":1795320800}""", "made 5 s from now, so that its maker's clock is ahead")]
    [InlineData("""{"exp":1e19}""", "a time beyond all calendars, expires in more than 100000 years")]
    [InlineData("""{"exp":1,"auth_time":-79228162514264337593543950335}""", "auth_time  -79228162514264337593543950335\n")]
    [InlineData("""{"exp":1,"sub":"\u001b[31m\u202e"}""", "\u241b[31m\ufffd")]
    public void Tells_what_is_odd(string claims, string told) => Assert.Contains(told, Shown(Token(claims)), StringComparison.Ordinal);

    [Theory]
    [InlineData("none", "it is not signed: anybody could have written it")]
    [InlineData("HS256", "whoever can verify it could have made it")]
    [InlineData("XX1", "an algorithm that is not known here")]
    public void Says_what_an_algorithm_is_worth(string algorithm, string told) =>
        Assert.Contains(told, Shown($"{Part($$"""{"alg":"{{algorithm}}"}""")}.{Part("""{"exp":1}""")}.AAAA"), StringComparison.Ordinal);

    [Fact]
    public void Values_of_strangers_are_bounded() =>
        Assert.All(Shown(Token($$"""{"exp":1,"x":"{{new string('y', 5000)}}"}""")).Split('\n'), line => Assert.True(line.Length < 250));

    [Fact]
    public void Shows_the_claims_of_a_token_that_nobody_takes()
    {
        var decoded = TokenDecoder.Decode($"{Part("""{"alg":"none"}""")}.{Part("""{"sub":"anna"}""")}.", new(Now));

        Assert.False(decoded.IsReadable);
        Assert.Contains(decoded.ClaimWords, claim => claim.Name == "sub");
        Assert.Equal(TokenFaultKind.AlgorithmNone, Assert.Single(decoded.Faults).Fault.Kind);
    }

    [Theory]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AAAA.AAAA.AAAA", nameof(DecodedKind.EncryptedToken))]
    [InlineData("2YotnFZFEjr1zCsicMWpAA", nameof(DecodedKind.OpaqueToken))]
    [InlineData("mF_9.B5f-4.1JqM", nameof(DecodedKind.OpaqueToken))]
    [InlineData("""{"payload":"e30"}""", nameof(DecodedKind.Unreadable))]
    [InlineData("not a token", nameof(DecodedKind.Unreadable))]
    [InlineData("", nameof(DecodedKind.Unreadable))]
    public void Knows_what_it_can_not_read(string text, string kind)
    {
        var decoded = TokenDecoder.Decode(text, new(Now));

        Assert.Equal(kind, decoded.Kind.ToString());
        Assert.False(decoded.IsReadable);
    }

    [Fact]
    public void Points_at_a_fault_and_shows_little_around_it()
    {
        var token = Token("""{"exp":1}""");
        var broken = token[..40] + "+" + token[41..];

        var place = Assert.Single(TokenDecoder.Decode(broken, new(Now)).Faults).Place!;

        Assert.Equal($"…{broken[30..51]}…", place.Excerpt);
        Assert.Equal('+', place.Excerpt[place.Caret]);
        Assert.Contains($"  {place.Excerpt}\n             ^\n  base64url-standard-alphabet, at character 41: ", Shown(broken), StringComparison.Ordinal);
    }

    [Fact]
    public void Points_into_the_decoded_claims()
    {
        var decoded = TokenDecoder.Decode($"{Part("""{"alg":"ES256"}""")}.{Part("""{"sub":"anna","sub":"bert"}""")}.AAAA", new(Now));

        var found = Assert.Single(decoded.Faults);
        Assert.Equal(TokenFaultKind.JsonDuplicateMember, found.Fault.Kind);
        Assert.StartsWith("\"sub\"", found.Place!.Excerpt[found.Place.Caret..], StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_broken_in_a_token_it_is_never_printed_in_full()
    {
        var token = Token("""{"iss":"https://login.example","sub":"anna","exp":1}""");

        for (var at = 0; at < token.Length; at += 3)
        {
            foreach (var c in "+ .é\u001b")
            {
                var broken = token[..at] + c + token[(at + 1)..];
                var shown = Shown(broken);
                for (var from = 0; from + 40 <= token.Length; from++)
                    Assert.DoesNotContain(broken.Substring(from, 40), shown, StringComparison.Ordinal);
            }
        }
    }

    private static string Shown(string token)
    {
        using var text = new StringWriter { NewLine = "\n" };
        DecodedTokenText.Write(text, TokenDecoder.Decode(token, new(Now)), [], whole: null);
        return text.ToString();
    }

    private static string Token(string claims) => JwsWriter.Write(Key, Encoding.UTF8.GetBytes(claims), "at+jwt");

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
