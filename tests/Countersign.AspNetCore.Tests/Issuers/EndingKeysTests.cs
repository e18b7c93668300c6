using System.Text;
using Countersign.AspNetCore.Issuers;
using Countersign.Ports;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class EndingKeysTests : IDisposable
{
    private const string Did = "did:web:issuer.example";
    private const string Document = "https://issuer.example/.well-known/did.json";

    private static readonly SigningKey Brief = ImaginedIssuer.Signer("brief");
    private static readonly SigningKey Lasting = ImaginedIssuer.Signer("lasting");

    private readonly TurnedClock _clock = new();
    private readonly ImaginedIssuer _issuer = new();
    private readonly PublishedIssuerKeys _keys;
    private readonly TokenVerifier _verifier;

    public EndingKeysTests()
    {
        _keys = new(new DidWebSource(Did, _issuer, _clock), _clock);
        _verifier = new([new(Did, _keys, new())], new NothingRevoked(), _clock);
    }

    public void Dispose() => _keys.Dispose();

    [Theory]
    [InlineData("expires")]
    [InlineData("revoked")]
    public async Task A_key_serves_until_its_end_and_no_token_of_it_is_remembered_beyond(string end)
    {
        Publish(Method(Brief, $",\"{end}\":\"{_clock.GetUtcNow().AddMinutes(2):O}\""), Method(Lasting));
        var (brief, lasting) = (Token(Brief), Token(Lasting));
        Assert.True(await IsGoodAsync(brief));
        Assert.True(await IsGoodAsync(lasting));
        _issuer.IsDown(Document);

        _clock.Turn(119.9);
        Assert.True(await IsGoodAsync(brief));
        _clock.Turn(0.1);

        Assert.False(await IsGoodAsync(brief));
        Assert.False(await IsGoodAsync(Token(Brief, "other")));
        Assert.True(await IsGoodAsync(lasting));
        Assert.Equal([Did + "#lasting"], _keys.Current.Names());
    }

    [Fact]
    public async Task A_key_whose_end_was_put_off_serves_on()
    {
        Publish(Method(Brief, $",\"expires\":\"{_clock.GetUtcNow().AddMinutes(2):O}\""), Method(Lasting));
        Assert.True(await IsGoodAsync(Token(Brief)));
        Publish(Method(Brief, $",\"expires\":\"{_clock.GetUtcNow().AddMinutes(4):O}\""), Method(Lasting));

        _clock.Turn(120);

        Assert.True(await IsGoodAsync(Token(Brief)));
    }

    [Fact]
    public async Task An_issuer_all_of_whose_keys_have_ended_has_none()
    {
        Publish(Method(Brief, $",\"expires\":\"{_clock.GetUtcNow().AddMinutes(2):O}\""));
        Assert.True(await IsGoodAsync(Token(Brief)));

        _clock.Turn(120);

        Assert.Null(_keys.Current);
        var judgement = await _verifier.VerifyAsync(Token(Brief), default, TestContext.Current.CancellationToken);
        Assert.False(judgement.IsGood);
        Assert.Contains("no key in it can be used", judgement.Outage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($$"""{"id":"{{Did}}","assertionMethod":[]}""")]
    [InlineData($$"""{"id":"{{Did}}","verificationMethod":[]}""")]
    [InlineData($$"""{"id":"{{Did}}"}""")] // DID Core §4: enough for a document
    public async Task No_token_of_an_issuer_that_takes_back_all_its_keys_counts_on(string document)
    {
        Publish(Method(Lasting));
        var token = Token(Lasting);
        Assert.True(await IsGoodAsync(token));
        _issuer.Says(Document, document);
        _clock.Turn(2);

        await _keys.LookAsync(TestContext.Current.CancellationToken);

        Assert.False(await IsGoodAsync(token));
        Assert.False(await IsGoodAsync(Token(Lasting, "other")));
    }

    private void Publish(params string[] methods) => _issuer.Says(Document, $$"""{"id":"{{Did}}","assertionMethod":[{{string.Join(',', methods)}}]}""");

    private static string Method(SigningKey key, string members = "") =>
        $$"""{"id":"#{{key.Verifier.KeyId}}","type":"JsonWebKey","publicKeyJwk":{{JwkWriter.Write(key.Verifier)}}{{members}}}""";

    private static string Token(SigningKey key, string id = "j") =>
        JwsWriter.Write(key, Encoding.UTF8.GetBytes($$"""{"iss":"{{Did}}","sub":"anna","jti":"{{id}}","exp":1893456000}"""), "at+jwt");

    private async Task<bool> IsGoodAsync(string token) => (await _verifier.VerifyAsync(token, default, TestContext.Current.CancellationToken)).IsGood;

    private sealed class NothingRevoked : IRevocations
    {
        public bool IsReadable => true;

        public string? Find(in TokenNames token) => null;
    }
}
