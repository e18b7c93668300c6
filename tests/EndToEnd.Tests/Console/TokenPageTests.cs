using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;
using Countersign.WebConsole.Assets;
using Countersign.WebConsole.Hosting;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The page Token in a real browser: it says what <c>token decode</c> says, and sends nothing.</summary>
public sealed class TokenPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string Claims = """{"iss":"https://id.example","sub":"anna","aud":["api","other"],"scope":"read write","exp":4102444800,"nbf":1700000000,"iat":1700000000.5}""";

    private static readonly string[] Texts =
    [
        "", "hello", "a.b", "a.b.c.d", "mF_9.B5f-4.1JqM", "{\"payload\":\"x\"}", "not a token!", Token("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"1\"}", Claims), Token("{\"alg\":\"none\"}", Claims, ""),
        Token("{\"alg\":\"none\"}", Claims), Token("{\"alg\":\"HS256\"}", Claims, ""), Token("{\"alg\":\"XX\",\"typ\":7}", "{}"), Token("{\"typ\":\"JWT\"}", "{\"exp\":1}"), Token("{\"alg\":5,\"kid\":[],\"cty\":\"JWT\"}", "{}"),
        Token("{\"alg\":\"RS256\",\"cty\":\"application/jwt\"}", "{}"), Token("{\"alg\":\"RS256\",\"crit\":[\"exp\"],\"exp\":1}", "{}"), Token("{\"alg\":\"RS256\",\"crit\":[]}", "{}"), Token("{\"alg\":\"RS256\",\"crit\":[\"alg\"]}", "{}"),
        Token("{\"alg\":\"RS256\",\"b64\":false,\"jku\":\"https://evil.example/\",\"jwk\":{}}", "{}"), Token("{\"alg\":\"RS256\",\"alg\":\"none\"}", "{}"), Token("{\"alg\":\"RS256\"", "{}"), Token("{\"alg\":\"RS256\"} x", "{}"),
        Token("[1]", "{}"), Token("{\"alg\":\"ES256\"}", "[]"), Token("{\"alg\":\"ES256\"}", "{\"iss\":1,\"sub\":[],\"aud\":[1],\"exp\":\"soon\",\"nbf\":1e30,\"iat\":null,\"scope\":{\"a\":1},\"jti\":true}"),
        Token("{\"alg\":\"ES256\"}", "{\"a\":\"\\ud800\"}"), Token("{\"alg\":\"ES256\"}", "{\"a\":\"\\q\"}"), Token("{\"alg\":\"ES256\"}", "{\"a\":01}"), Token("{\"alg\":\"ES256\"}", "{\"a\":tru}"), Token("{\"alg\":\"ES256\"}", "{\"a\":[1,2,}"),
        Token("{\"alg\":\"ES256\"}", "{\"a\":\"open}"), Token("{\"alg\":\"ES256\"}", string.Concat(Enumerable.Repeat("{\"a\":", 17)) + "1" + new string('}', 17)), Token("{\"alg\":\"ES256\"}", "{\"a\":1,\"\\u0061\":2}"),
        Token("{\"alg\":\"ES256\"}", "{\"sub\":\"c\",\"client_id\":\"c\",\"cnf\":{\"jkt\":\"abc\"},\"nonce\":\"n\",\"auth_time\":12,\"other\":{\"x\":[1.50,true,null,\"y\"]},\"amr\":[\"pwd\",\"otp\"]}"),
        Token("{\"alg\":\"ES256\"}", "{\"cnf\":{\"x5t#S256\":\"abc\"},\"exp\":253402300800,\"roles\":[\"a\",1]}"), Token("{\"alg\":\"ES256\"}", "{\"cnf\":\"x\",\"updated_at\":-62135596801,\"aud\":\"one\"}"),
        Token("{\"alg\":\"ES256\"}", "{}").Replace('.', '='), Token("{\"alg\":\"ES256\"}", "{}") + "=", Token("{\"alg\":\"ES256\"}", "{\"ab\":1}").Insert(30, " "), Token("{\"alg\":\"ES256\"}", "{}")[..^3], Token("{\"alg\":\"ES256\"}", "{\"a\":\"??>\"}").Replace('_', '/'),
        "eyJhbGciOiJFUzI1NiJ9.e30.A", "eyJhbGciOiJFUzI1NiJ9.e31.AA", "eyJhbGciOiJFUzI1NiJ9.e30.AB", "eyJhbGciOiJFUzI1NiJ9..AA", ".e30.AA", "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d", new string('a', 17 * 1024),
        "eyJhbGciOiJFUzI1NiJ9." + Base64Url.EncodeToString([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) + ".AA", "eyJhbGciOiJFUzI1NiJ9.e30." + new string('A', 1400),
    ];

    private ConsoleServer _console = null!;

    [Fact]
    public async Task It_finds_the_same_faults_at_the_same_places_and_says_the_same_words_as_the_command()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/token");
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var seen = await Task.WhenAll(Texts.Select(text => SeenAsync(window, text, now)));

        Assert.All(Texts.Zip(seen), each => Assert.Equal(Shown(TokenDecoder.Decode(each.First, new(now))), each.Second));
    }

    [Theory]
    [InlineData(1200, "light")]
    [InlineData(1200, "dark")]
    [InlineData(360, "light")]
    public async Task Nothing_is_sent_and_what_stands_in_it_stays_text(int width, string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        await window.OpenAsync($"{_console.Url}/token");
        await window.SendAsync("Network.enable");
        await window.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = true, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });
        var before = await window.AskAsync("String(performance.getEntriesByType('resource').filter(each => !each.name.endsWith('.svg')).length)");

        await window.FillAsync("token", "Authorization: Bearer " + Token("{\"alg\":\"ES256\",\"kid\":\"<img src=x onerror=alert(1)>\"}", Claims));

        await window.UntilAsync("document.querySelector('#claims td')");
        var text = await window.TextAsync();
        Assert.Contains("A signed token (JWS)", text, StringComparison.Ordinal);
        Assert.Contains("Taken off: the field name Authorization:, blanks, the scheme Bearer", text, StringComparison.Ordinal);
        Assert.Contains("The signature is not checked.", text, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>, the name of the key that signed it", text, StringComparison.Ordinal);
        Assert.Equal("read,write", await window.AskAsync("[...document.querySelectorAll('#scopes li')].map(e => e.textContent).join()"));
        Assert.Equal("life", await window.AskAsync("document.querySelector('#times rect').getAttribute('class')"));
        await window.PictureAsync($"token-decoded-{width}-{scheme}");
        await window.AssertIsFitAsync();
        await window.FillAsync("token", "eyJhbGciOiJFUzI1NiJ9.e31=.A");
        await window.UntilAsync("document.querySelector('#faults .finding')");
        await window.PictureAsync($"token-broken-{width}-{scheme}");
        await window.AssertIsFitAsync();
        Assert.Equal(before, await window.AskAsync("String(performance.getEntriesByType('resource').filter(each => !each.name.endsWith('.svg')).length)"));
        Assert.Equal($"{_console.Url}/token", await window.AddressAsync());
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS384")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    [InlineData("HS256")]
    public async Task A_key_that_is_pasted_verifies_in_the_browser(string algorithm)
    {
        var (token, key, pem) = Signed(algorithm);
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/token");
        await window.FillAsync("token", token);

        Assert.Contains("The signature is made by the key 1", await CheckedAsync(window, key), StringComparison.Ordinal);
        Assert.Contains("The signature is made by the key 1", await CheckedAsync(window, $"{{\"keys\":[{{\"kty\":\"oct\",\"k\":\"AA\",\"kid\":\"0\"}},{key}]}}"), StringComparison.Ordinal);
        if (pem is not null)
            Assert.Contains("The signature is made by this key", await CheckedAsync(window, pem), StringComparison.Ordinal);
        Assert.Contains(TokenFaultKind.SignatureWrong.Row().Sentence, await CheckedAsync(window, Signed(algorithm).Key), StringComparison.Ordinal);
        Assert.Contains(TokenFaultKind.AlgorithmNotForKey.Row().Sentence, await CheckedAsync(window, "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}"), StringComparison.Ordinal);
        Assert.Contains("That is no JWK", await CheckedAsync(window, "hello"), StringComparison.Ordinal);
        await window.AssertIsFitAsync();

        await window.FillAsync("token", token[..^8] + "AAAAAAAA");
        Assert.Contains(TokenFaultKind.SignatureWrong.Row().Sentence, await CheckedAsync(window, key), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => _console = await ConsoleServer.StartAsync(new(), new(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private static async Task<string> CheckedAsync(Window window, string key)
    {
        await window.RunAsync("document.getElementById('signature').textContent = ''");
        await window.FillAsync("key", key);
        await window.UntilAsync("document.getElementById('signature').textContent");
        return await window.AskAsync("document.getElementById('signature').textContent");
    }

    private Task<string> SeenAsync(Window window, string text, DateTimeOffset now) => window.AskAsync($$"""
        (async () => {
          const { decode } = await import('/{{ConsoleAssets.PathOf("jws.js")}}');
          const { headerWords, claimWords } = await import('/{{ConsoleAssets.PathOf("token-words.js")}}');
          const catalogue = JSON.parse(document.getElementById('words').textContent);
          const token = decode({{JsonValue.Create(text).ToJsonString()}}, catalogue);
          return [
            `${token.kind} ${token.isReadable}`,
            ...(token.header?.members ?? []).map(([name, value]) => `${name}: ${headerWords(name, value, catalogue)}`),
            ...(token.claims?.members ?? []).map(([name, value]) => `${name}: ${claimWords(name, value, token, catalogue, {{now.ToUnixTimeMilliseconds()}})}`),
            ...token.remarks,
            ...token.faults.map(fault => `${fault.code} ${fault.part} ${fault.start} ${fault.length} ${fault.name ?? ''}`),
          ].join('\n');
        })()
        """);

    private static string Shown(DecodedToken token) => string.Join('\n', (string[])
    [
        $"{token.Kind switch { DecodedKind.SignedToken => "signed", DecodedKind.EncryptedToken => "encrypted", DecodedKind.OpaqueToken => "opaque", _ => "unreadable" }} {(token.IsReadable ? "true" : "false")}",
        .. token.HeaderWords.Concat(token.ClaimWords).Select(member => $"{member.Name}: {member.Words}"),
        .. token.Remarks,
        .. token.Faults.Select(found => $"{found.Fault.Kind.Row().Code} {found.Fault.Part.ToString().ToLowerInvariant()} {found.Fault.Start} {found.Fault.Length} {found.Fault.Name}"),
    ]);

    private static string Token(string header, string claims, string signature = "c2lnbmF0dXJl") => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}{(signature.Length > 0 ? "." + signature : ".")}";

    private static (string Token, string Key, string? Pem) Signed(string algorithm)
    {
        var text = Token($"{{\"alg\":\"{algorithm}\",\"kid\":\"1\"}}", Claims, "");
        var octets = Encoding.ASCII.GetBytes(text[..^1]);
        var hash = new HashAlgorithmName($"SHA{algorithm[2..]}");
        if (algorithm[0] is 'R' or 'P')
        {
            using var rsa = RSA.Create(2048);
            var part = rsa.ExportParameters(includePrivateParameters: false);
            var signature = rsa.SignData(octets, hash, algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
            return (text + Base64Url.EncodeToString(signature), Jwk(("kty", "RSA"), ("n", Base64Url.EncodeToString(part.Modulus)), ("e", Base64Url.EncodeToString(part.Exponent))), Certificate(rsa));
        }

        if (algorithm[0] == 'H')
        {
            var secret = RandomNumberGenerator.GetBytes(64);
            return (text + Base64Url.EncodeToString(HMACSHA256.HashData(secret, octets)), Jwk(("kty", "oct"), ("k", Base64Url.EncodeToString(secret))), null);
        }

        using var ec = ECDsa.Create(algorithm == "ES256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP521);
        var point = ec.ExportParameters(includePrivateParameters: false).Q;
        var key = Jwk(("kty", "EC"), ("crv", algorithm == "ES256" ? "P-256" : "P-521"), ("x", Base64Url.EncodeToString(point.X)), ("y", Base64Url.EncodeToString(point.Y)));
        return (text + Base64Url.EncodeToString(ec.SignData(octets, hash)), key, ec.ExportSubjectPublicKeyInfoPem());
    }

    private static string Certificate(RSA key)
    {
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=id.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return made.ExportCertificatePem();
    }

    private static string Jwk(params (string Name, string Value)[] members) => JsonSerializer.Serialize(members.Append(("kid", "1")).ToDictionary(each => each.Item1, each => each.Item2, StringComparer.Ordinal));
}
