using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Basic;
using Countersign.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Schemes.Basic;

public sealed partial class BasicSchemeTests
{
    private readonly FixedVault _vault = new(new(PasswordOutcome.Matches, new Subject("Aladdin")));

    public static TheoryData<string, string, string, string?, string?> Decodings()
    {
        var data = new TheoryData<string, string, string, string?, string?>();
        foreach (var row in Vectors().GetProperty("decode").EnumerateArray())
        {
            data.Add(
                row.GetProperty("id").GetString()!, row.GetProperty("authorization").GetString()!, row.GetProperty("outcome").GetString()!,
                row.GetProperty("user_id").GetString(), row.GetProperty("password").GetString());
        }

        return data;
    }

    public static TheoryData<string, string, string, string> Encodings()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var row in Vectors().GetProperty("encode").EnumerateArray())
        {
            var id = row.GetProperty("id").GetString()!;

            // BE-03 and BE-09 are what other clients send: ISO-8859-1, and text that is not in NFC.
            if (id is not ("BE-03" or "BE-09"))
            {
                data.Add(
                    id, row.GetProperty("user_id").GetString()!, row.GetProperty("password").GetString()!,
                    row.GetProperty("authorization").GetString()!);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Decodings))]
    public async Task Reads_every_vector_strictly(string id, string authorization, string outcome, string? user, string? password)
    {
        var scheme = new BasicScheme("staff", new BasicOptions(), _vault);
        var credentials = Read(authorization);
        if (outcome == "other-scheme" || credentials is null)
        {
            Assert.False(scheme.IsPresented(credentials, new Facts()));
            Assert.NotEqual("ok", outcome);
            return;
        }

        Assert.True(scheme.IsPresented(credentials, new Facts()), id);
        var verdict = await scheme.VerifyAsync(credentials, new Facts(), TestContext.Current.CancellationToken);

        if (outcome is "malformed" or "lenient")
        {
            Assert.Equal(Refusal.BasicMalformed, verdict.Refusal);
            Assert.NotNull(verdict.Evidence);
            Assert.Equal(0, _vault.Asked);
            return;
        }

        Assert.Null(verdict.Refusal);
        Assert.Equal((user, password), (_vault.User, _vault.Password));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Writes_every_vector(string id, string user, string password, string authorization)
    {
        Assert.NotEmpty(id);
        Assert.Equal(authorization, BasicResponder.Authorization(user, password));
    }

    [Fact]
    public async Task Normalises_to_NFC_before_asking()
    {
        var scheme = new BasicScheme("staff", new BasicOptions(), _vault);

        await scheme.VerifyAsync(Read("Basic am/MiHJnOnBhzIhzcw=="), new Facts(), TestContext.Current.CancellationToken);

        Assert.Equal(("j\u00f6rg", "p\u00e4ss"), (_vault.User, _vault.Password));
    }

    [Theory]
    [InlineData(PasswordOutcome.WrongPassword, Refusal.BasicWrongPassword)]
    [InlineData(PasswordOutcome.UnknownUser, Refusal.BasicUnknownUser)]
    [InlineData(PasswordOutcome.UserDisabled, Refusal.BasicUserDisabled)]
    [InlineData(PasswordOutcome.UnsupportedHash, Refusal.BasicHashUnsupported)]
    [InlineData(PasswordOutcome.TooManyAttempts, Refusal.TooManyAttempts)]
    [InlineData(PasswordOutcome.Busy, Refusal.PasswordChecksBusy)]
    [InlineData(PasswordOutcome.Unavailable, Refusal.ProtectionUnavailable)]
    [InlineData(PasswordOutcome.Matches, Refusal.ProtectionUnavailable)]   // without a subject: closed
    public async Task Refuses_for_the_reason_that_the_vault_gives(PasswordOutcome outcome, Refusal refusal)
    {
        var vault = new FixedVault(new(outcome, null, "evidence", TimeSpan.FromSeconds(7)));
        var scheme = new BasicScheme("staff", new BasicOptions(), vault);

        var verdict = await scheme.VerifyAsync(
            BasicResponder.Respond("Aladdin", "closed"), new Facts(), TestContext.Current.CancellationToken);

        Assert.Equal(refusal, verdict.Refusal);
        Assert.Equal("evidence", verdict.Evidence);
        Assert.Equal("Aladdin", verdict.ClaimedName);
        Assert.Equal(TimeSpan.FromSeconds(7), verdict.RetryAfter);
    }

    [Fact]
    public async Task Says_when_credentials_were_read_as_latin_1()
    {
        var scheme = new BasicScheme("staff", new BasicOptions(), new FixedVault(new(PasswordOutcome.WrongPassword)));

        var verdict = await scheme.VerifyAsync(Read("Basic dGVzdDoxMjOj"), new Facts(), TestContext.Current.CancellationToken);

        Assert.Contains("ISO-8859-1", verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_nobody_when_the_connection_is_open_to_readers()
    {
        var scheme = new BasicScheme("staff", new BasicOptions(), _vault);

        var verdict = await scheme.VerifyAsync(
            BasicResponder.Respond("Aladdin", "open sesame"), new Facts { Tls = false }, TestContext.Current.CancellationToken);

        Assert.True(scheme.NeedsTls);
        Assert.Equal(Refusal.CleartextTransport, verdict.Refusal);
        Assert.Equal(0, _vault.Asked);
    }

    [Fact]
    public void Completes_at_once_when_the_vault_does()
    {
        var scheme = new BasicScheme("staff", new BasicOptions { AllowCleartext = true }, _vault);

        var verdict = scheme.VerifyAsync(BasicResponder.Respond("Aladdin", "open sesame"), new Facts { Tls = false }, TestContext.Current.CancellationToken);

        Assert.True(verdict.IsCompletedSuccessfully);
    }

    [Fact]
    public void Challenges_with_realm_and_charset()
    {
        var scheme = new BasicScheme("staff", new BasicOptions { Realm = "Staff \"only\"" }, _vault);

        var challenge = Assert.Single(scheme.ChallengesFor(new Facts(), AccessPolicy.Deny, null));

        Assert.Equal("Basic", challenge.Scheme);
        Assert.Equal([new("realm", "Staff \"only\""), new("charset", "UTF-8")], challenge.Params);
        Assert.Same(challenge, Assert.Single(scheme.ChallengesFor(new Facts(), AccessPolicy.Deny, null)));
    }

    [Theory]
    [InlineData("a:b", "c")]
    [InlineData("a\n", "c")]
    [InlineData("a", "c\r\n")]
    [InlineData("\ufffe", "c")]
    public void Writes_nothing_that_would_be_read_otherwise(string user, string password) =>
        Assert.Throws<ArgumentException>(() => BasicResponder.Authorization(user, password));

    [Fact]
    public async Task Survives_any_octets()
    {
        var octets = new byte[600];
        for (var round = 0; round < 2000; round++)
        {
            System.Security.Cryptography.RandomNumberGenerator.Fill(octets);
            var token = Convert.ToBase64String(octets.AsSpan(0, round % octets.Length));
            var verdict = await new BasicScheme("staff", new BasicOptions(), _vault).VerifyAsync(
                new Credentials("Basic") { Token68 = round % 3 == 0 ? token[..(token.Length / 2)] : token },
                new Facts(),
                TestContext.Current.CancellationToken);
            Assert.True(verdict.Refusal is null or Refusal.BasicMalformed);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xef, 0xbf, 0xbe, 0x3a, 0x78 })] // U+FFFE, a colon, x
    [InlineData(new byte[] { 0x78, 0x3a, 0xef, 0xbf, 0xbe })]
    public async Task Refuses_valid_UTF_8_that_is_no_text(byte[] octets)
    {
        var verdict = await VerifyAsync(octets);

        Assert.Equal(Refusal.BasicMalformed, verdict.Refusal);
        Assert.Contains("U+FFFE", verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Survives_any_Unicode() => Prop.ForAll(_oddText.ToArbitrary(), octets =>
    {
        var judged = VerifyAsync(octets);
        Assert.True(judged.IsCompletedSuccessfully);
        Assert.True(judged.Result.Refusal is null or Refusal.BasicMalformed);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000));

    /// <summary>Octets that random ones hardly ever make: noncharacters, marks without a base, surrogates as octets, other planes, bare Latin-1.</summary>
    private static readonly Gen<byte[]> _oddText =
        Gen.Elements<byte[]>(
            [0xef, 0xbf, 0xbe], [0xef, 0xbf, 0xbf], [0xef, 0xb7, 0x90], [0xed, 0xa0, 0x80], [0xf4, 0x8f, 0xbf, 0xbe], [0xf0, 0x9f, 0x98, 0x80],
            [0xcc, 0x81], [0xcc, 0x88], [0xc3, 0xb6], [0xf6], [(byte)':'], [(byte)'a'], [0], [0x7f], [0xc2, 0x85])
        .ListOf().Select(parts => parts.SelectMany(part => part).ToArray());

    private ValueTask<Verdict> VerifyAsync(byte[] octets) => new BasicScheme("staff", new BasicOptions(), _vault).VerifyAsync(
        new Credentials("Basic") { Token68 = Convert.ToBase64String(octets) }, new Facts(), TestContext.Current.CancellationToken);

    private static JsonElement Vectors()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Countersign.slnx")))
            folder = folder.Parent;
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, "tests", "Vectors", "basic.json"))).RootElement;
    }

    /// <summary>The grammar of credentials with a token68 alone; null is a fault that the reader of the field reports.</summary>
    private static Credentials? Read(string authorization)
    {
        var match = TokenCredentials().Match(authorization);
        return match.Success
            ? new Credentials(match.Groups["scheme"].Value) { Token68 = match.Groups["token"] is { Success: true } token ? token.Value : null }
            : null;
    }

    [GeneratedRegex(@"^(?<scheme>[!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +(?<token>[A-Za-z0-9._~+/-]+=*))? *\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenCredentials();

    private sealed class FixedVault(PasswordCheck check) : IPasswordVault
    {
        public int Asked { get; private set; }

        public string? User { get; private set; }

        public string? Password { get; private set; }

        public ValueTask<PasswordCheck> CheckAsync(string user, string password, RequestFacts request, CancellationToken cancel)
        {
            (User, Password) = (user, password);
            Asked++;
            return ValueTask.FromResult(check);
        }
    }

    private sealed class Facts : RequestFacts
    {
        public bool Tls { get; init; } = true;

        public override string Method => "GET";

        public override string Target => "/";

        public override string Host => "example.org";

        public override bool IsTls => Tls;

        public override IPAddress ClientAddress => IPAddress.Loopback;

        public override bool IsFromScript => false;

        public override string? Field(string name) => null;

        public override int FieldCount(string name) => 0;

        public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => default;
    }
}
