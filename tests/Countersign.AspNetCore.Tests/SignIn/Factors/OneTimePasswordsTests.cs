using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.SignIn.Factors;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public sealed class OneTimePasswordsTests
{
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    [Theory]
    [InlineData(0, "755224")]                   // RFC 4226 appendix D
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Has_the_passwords_of_RFC_4226(long counter, string password) => Assert.Equal(password, OneTimePasswords.Compute(Key, counter));

    [Theory]
    [InlineData(59, "SHA1", "94287082")]        // RFC 6238 appendix B
    [InlineData(59, "SHA256", "46119246")]
    [InlineData(59, "SHA512", "90693936")]
    [InlineData(1111111109, "SHA1", "07081804")]
    [InlineData(1111111109, "SHA256", "68084774")]
    [InlineData(1111111109, "SHA512", "25091201")]
    [InlineData(1111111111, "SHA1", "14050471")]
    [InlineData(1111111111, "SHA256", "67062674")]
    [InlineData(1111111111, "SHA512", "99943326")]
    [InlineData(1234567890, "SHA1", "89005924")]
    [InlineData(1234567890, "SHA256", "91819424")]
    [InlineData(1234567890, "SHA512", "93441116")]
    [InlineData(2000000000, "SHA1", "69279037")]
    [InlineData(2000000000, "SHA256", "90698825")]
    [InlineData(2000000000, "SHA512", "38618901")]
    [InlineData(20000000000, "SHA1", "65353130")]
    [InlineData(20000000000, "SHA256", "77737706")]
    [InlineData(20000000000, "SHA512", "47863826")]
    public void Has_the_passwords_of_RFC_6238(long seconds, string hash, string password)
    {
        var name = new HashAlgorithmName(hash);
        var length = hash switch { "SHA1" => 20, "SHA256" => 32, _ => 64 };
        var key = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1234567890", 7))[..length]);

        Assert.Equal(password, OneTimePasswords.Compute(key, OneTimePasswords.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8, name));
    }

    [Theory]
    [InlineData(-60, null)]
    [InlineData(-31, null)]
    [InlineData(-30, 100L)]                       // the clock is one step behind
    [InlineData(0, 100L)]
    [InlineData(29, 100L)]
    [InlineData(59, 100L)]                        // one ahead
    [InlineData(60, null)]
    public void Takes_the_password_of_a_step_for_one_step_more_on_either_side(int seconds, long? step) =>
        Assert.Equal(step, OneTimePasswords.Match(Key, OneTimePasswords.Compute(Key, 100), DateTimeOffset.FromUnixTimeSeconds(3000 + seconds)));

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("٢٨٧٠٨٢")]
    [InlineData("\ud800")]
    public void Takes_nothing_but_the_digits(string text) => Assert.Null(OneTimePasswords.Match(Key, text, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Theory]
    [InlineData("example.org", "anna", "otpauth://totp/example.org:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=example.org")]
    [InlineData("Ex: ample & Söhne", "an na@x", "otpauth://totp/Ex%20ample%20%26%20S%C3%B6hne:an%20na%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ex%20ample%20%26%20S%C3%B6hne")]
    public void Writes_the_address_that_apps_read(string issuer, string user, string uri) => Assert.Equal(uri, TotpUri.Write(issuer, user, Key));
}
