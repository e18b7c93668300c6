using Countersign.Schemes.ApiKey;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Schemes.ApiKey;

public sealed class ApiKeyTextTests
{
    private const string Typeable = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-. =\u00e4\u0130\uff21\0";

    private static readonly Gen<string> Keys = Gen.Choose(0, int.MaxValue).Select(_ => ApiKeyText.Create());

    [Fact]
    public void Creates_keys_of_one_form() => Prop.ForAll(Keys.ToArbitrary(), key =>
        ApiKeyText.IsWellFormed(key)
        && key.Length == ApiKeyText.Length
        && key.StartsWith(ApiKeyText.Mark, StringComparison.Ordinal)
        && ApiKeyText.IdOf(key).Length == ApiKeyText.IdLength
        && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Creates_another_key_each_time() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => ApiKeyText.Create()).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Notices_every_mistyped_character() => Prop.ForAll(Keys.ToArbitrary(), key =>
    {
        for (var at = 0; at < key.Length; at++)
        {
            foreach (var typed in Typeable)
            {
                if (typed != key[at] && ApiKeyText.IsWellFormed(string.Concat(key.AsSpan(0, at), [typed], key.AsSpan(at + 1))))
                    return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Notices_every_swap_of_neighbours() => Prop.ForAll(Keys.ToArbitrary(), key =>
    {
        for (var at = 0; at + 1 < key.Length; at++)
        {
            var swapped = string.Concat(key.AsSpan(0, at), [key[at + 1], key[at]], key.AsSpan(at + 2));
            if (swapped != key && ApiKeyText.IsWellFormed(swapped))
                return false;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Notices_every_missing_or_doubled_character() => Prop.ForAll(Keys.ToArbitrary(), key =>
    {
        for (var at = 0; at < key.Length; at++)
        {
            if (ApiKeyText.IsWellFormed(key.Remove(at, 1)) || ApiKeyText.IsWellFormed(key.Insert(at, key[at].ToString())))
                return false;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Takes_no_other_text_and_never_throws() => Prop.ForAll(ArbMap.Default.GeneratorFor<string?>().ToArbitrary(), text =>
        !ApiKeyText.IsWellFormed(text) && !ApiKeyText.IsWellFormed((ApiKeyText.Mark + text).PadRight(ApiKeyText.Length, '0')))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    // Computed apart from this code: zlib's crc32 of what comes before, in base62.
    [Theory]
    [InlineData("cs_00000000_00000000000000000000000000000000", "1e2hbz")]
    [InlineData("cs_Ab3dEf9h_Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0Pp", "1OGPz3")]
    public void Has_a_checksum_that_other_tools_can_compute(string start, string checksum) => Assert.True(ApiKeyText.IsWellFormed(start + checksum));
}
