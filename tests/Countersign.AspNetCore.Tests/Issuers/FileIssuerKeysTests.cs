using System.Security.Cryptography;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class FileIssuerKeysTests : IDisposable
{
    private static readonly SigningKey Key = ImaginedIssuer.Signer("k");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "keys");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reads_a_set_one_key_or_PEM()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = SigningKey.Create(JwsAlgorithm.HS256, "secret");
        foreach (var (text, names) in new[]
        {
            (ImaginedIssuer.Set(Key), "k"),
            ("\uFEFF \n" + ImaginedIssuer.Set(Key), "k"),
            (JwkWriter.Write(Key.Verifier), "k"),
            (JwkWriter.WritePrivate(Key).Reveal(), "k"),
            ($$"""{"keys":[{{JwkWriter.WritePrivate(secret).Reveal()}}]}""", "secret"),
            (ecdsa.ExportSubjectPublicKeyInfoPem(), "given"),
        })
        {
            Write(text);
            using var keys = new FileIssuerKeys(FilePath, TimeProvider.System, "given");

            Assert.Null(keys.Failure);
            Assert.Empty(keys.Faults);
            Assert.Equal([names], keys.Current.Names());
            var look = await keys.LookAsync(Cancel);
            Assert.Equal((keys.Current, true, null), (look.Keys, look.IsCurrent, look.Failure));
        }
    }

    [Fact]
    public async Task Takes_a_new_version_by_itself()
    {
        Write(ImaginedIssuer.Set(Key));
        using var keys = new FileIssuerKeys(FilePath, TimeProvider.System, interval: TimeSpan.FromMilliseconds(20));
        var changes = 0;
        keys.Changed += (_, _) => Interlocked.Increment(ref changes);

        Write(ImaginedIssuer.Set(ImaginedIssuer.Signer("new")));

        Assert.True(await Eventually.IsSoAsync(() => keys.Current.Names() is ["new"] && changes > 0));
    }

    [Fact]
    public async Task A_bad_key_takes_no_other_with_it()
    {
        Write("""{"keys":[{"kty":"RSA","kid":"weak","n":"AQAB","e":"AQAB"},""" + ImaginedIssuer.Set(Key)[9..]);
        using var keys = new FileIssuerKeys(FilePath, TimeProvider.System);

        Assert.True((await keys.LookAsync(Cancel)).IsCurrent);
        Assert.Equal(["k"], keys.Current.Names());
        Assert.Equal("weak", Assert.Single(keys.Faults).KeyId);
    }

    [Theory]
    [InlineData(null, "the file does not exist")]
    [InlineData("", "no key in it can be used. The text is no PEM, or a block of it holds no key that can be read.")]
    [InlineData("{", "no key in it can be used. The text is not JSON.")]
    [InlineData("{}", "no key in it can be used. The key lacks a member that its type needs. (kty)")]
    [InlineData("""{"keys":[]}""", "there is no key in it")]
    [InlineData("""{"kty":"oct","k":"AQAB"}""", "no key in it can be used. The key is too short: RSA needs 2048 bits, HMAC as many as its hash. (k)")]
    public async Task Has_no_keys_and_says_why_when_the_file_is_gone_or_of_no_use(string? text, string failure)
    {
        Write(ImaginedIssuer.Set(Key));
        using var keys = new FileIssuerKeys(FilePath, TimeProvider.System);
        Assert.NotNull(keys.Current);

        if (text is null)
            File.Delete(FilePath);
        else
            Write(text);
        keys.Refresh();

        Assert.Null(keys.Current);
        Assert.Equal(failure, keys.Failure);
        var look = await keys.LookAsync(Cancel);
        Assert.Equal((null, false, failure), (look.Keys, look.IsCurrent, look.Failure));
    }

    private void Write(string text) => File.WriteAllText(FilePath, text);
}
