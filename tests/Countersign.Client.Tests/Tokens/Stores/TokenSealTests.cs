using System.Text;
using Countersign.Client.Stores;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Stores;

public sealed class TokenSealTests : IDisposable
{
    private static readonly TokenFamily Family = new(new("https://as.example/token"), "app") { RefreshToken = new("a-refresh-token") };
    private readonly string _folder = Directory.CreateTempSubdirectory("seal").FullName;

    public static TheoryData<TokenSeal, TokenSeal> Seals => new()
    {
        { new AesTokenSeal(new byte[32]), new AesTokenSeal([.. Enumerable.Repeat((byte)1, 32)]) },
        { new DataProtectionTokenSeal(new EphemeralDataProtectionProvider()), new DataProtectionTokenSeal(new EphemeralDataProtectionProvider()) },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Seals))]
    public void Opens_what_it_sealed_and_nothing_else(TokenSeal seal, TokenSeal other)
    {
        var octets = seal.Seal(Family, "api");

        Assert.Equal("a-refresh-token", seal.Open(octets, "api").RefreshToken!.Reveal());
        Assert.DoesNotContain("a-refresh-token", Encoding.Latin1.GetString(octets), StringComparison.Ordinal);
        Assert.NotEqual(octets, seal.Seal(Family, "api")); // else versions would be alike
        Assert.Throws<UnreadableTokensException>(() => other.Open(octets, "api"));
        Assert.Throws<UnreadableTokensException>(() => seal.Open(octets, "another")); // moved under another name
        Assert.Throws<UnreadableTokensException>(() => seal.Open([], "api"));
        for (var i = 0; i < octets.Length; i++)
        {
            Assert.Throws<UnreadableTokensException>(() => seal.Open(octets[..i], "api"));
            octets[i] ^= 1;
            Assert.Throws<UnreadableTokensException>(() => seal.Open(octets, "api"));
            octets[i] ^= 1;
        }
    }

    [Fact]
    public void Programs_that_make_a_key_at_once_have_the_same()
    {
        for (var time = 0; time < 100; time++)
        {
            var path = Path.Combine(_folder, $"{time}", "key");
            var seals = new AesTokenSeal[8];
            using var begin = new Barrier(seals.Length);
            Thread[] programs = [.. Enumerable.Range(0, seals.Length).Select(i => new Thread(() =>
            {
                begin.SignalAndWait();
                seals[i] = AesTokenSeal.FromFile(path);
            }))];
            Array.ForEach(programs, program => program.Start());
            Array.ForEach(programs, program => program.Join());

            var octets = seals[0].Seal(Family, "api");
            Assert.All(seals, seal => Assert.Equal("a-refresh-token", seal.Open(octets, "api").RefreshToken!.Reveal()));
            FileModes.AssertPrivate(path);
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public void A_key_that_others_can_read_is_none()
    {
        var path = Path.Combine(_folder, "key");
        AesTokenSeal.FromFile(path);
        FileModes.Share(path);

        Assert.Equal($"{path} holds a key and can be read by others: `chmod 600 {path}`.", Assert.Throws<IOException>(() => AesTokenSeal.FromFile(path)).Message);
    }

    [Fact]
    public async Task What_can_not_be_read_is_replaced_by_a_sign_in_and_by_nothing_else()
    {
        await new FileTokenStore(_folder, new AesTokenSeal([.. Enumerable.Repeat((byte)1, 32)])).TryReplaceAsync("api", null, Family, Cancel);
        var store = new FileTokenStore(_folder, new AesTokenSeal(new byte[32]));
        var endpoint = new TokenEndpoint(Family.Endpoint, ClientAuthentication.None("app"));

        var failure = (await new RefreshTokenGrant(endpoint, store, "api") { InitialToken = new("long used up") }.RequestAsync(new(), null, Cancel)).Failure!;
        Assert.Equal("The tokens kept can't be read: they were sealed with another key, or are damaged.", failure.Detail);

        await new RefreshTokenGrant(endpoint, store, "api") { SignIn = new StaticTokenGrant(new("new")) }.RequestAsync(new(), null, Cancel);
        Assert.Equal("new", (await store.ReadAsync("api", Cancel))!.Find(new())!.Value.Reveal());
    }
}
