using Countersign.Decisions;
using Xunit;

namespace Countersign.Tests.Decisions;

/// <summary>An address is somebody's by a rule only where nobody could read another domain in it.</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.org")]
    [InlineData("anna@EXAMPLE.org")]
    [InlineData("a.b+c@example.org")]
    public void Takes_the_domain_that_is_named_whatever_the_case_of_its_letters(string address) =>
        Assert.True(EmailAddress.IsAmong(address, [], ["Example.Org"]));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@example.org")]
    [InlineData("example.org")]
    [InlineData("anna@evil@example.org")]
    [InlineData("anna@evil.example@example.org")]
    [InlineData("\"anna@evil.example\"@example.org")]
    [InlineData("\"anna\"@example.org")]
    [InlineData("anna@example.org.")]
    [InlineData("anna@.example.org")]
    [InlineData("anna@sub.example.org")]
    [InlineData("anna@notexample.org")]
    [InlineData("anna@example.org.evil.example")]
    [InlineData("anna@example.org\0.evil.example")]
    [InlineData("anna@example.org%00")]
    [InlineData("anna@example.org ")]
    [InlineData(" anna@example.org")]
    [InlineData("anna @example.org")]
    [InlineData("anna@example.org,eve@evil.example")]
    [InlineData("Anna <anna@example.org>")]
    [InlineData("anna(@evil.example)@example.org")]
    [InlineData("anna@example.org\r\n")]
    [InlineData("anna@[127.0.0.1]")]
    [InlineData("anna@ex\u0430mple.org")]          // Cyrillic a
    [InlineData("anna@example\u3002org")]          // ideographic full stop
    [InlineData("anna\uff20example.org")]          // full-width @
    [InlineData("anna@example.org\u200b")]         // zero width
    [InlineData("anna@\u0130example.org")]
    [InlineData(".anna@example.org")]
    [InlineData("anna.@example.org")]
    [InlineData("an..na@example.org")]
    [InlineData("anna@-example.org")]
    public void Takes_nothing_for_an_address_of_the_domain_that_is_not_plainly_one(string? address) =>
        Assert.False(EmailAddress.IsAmong(address, [], ["example.org"]));

    [Theory]
    [InlineData("anna@example.org", true)]
    [InlineData("anna@EXAMPLE.ORG", true)]
    [InlineData("Anna@example.org", false)]
    [InlineData("anna+eve@example.org", false)]
    [InlineData("anna@example.com", false)]
    [InlineData("eve@example.org", false)]
    public void Compares_an_address_letter_for_letter_but_for_the_case_of_the_domain(string address, bool isTaken) =>
        Assert.Equal(isTaken, EmailAddress.IsAmong(address, ["anna@Example.org"], []));

    [Fact]
    public void Takes_no_longer_parts_than_mail_does()
    {
        Assert.True(EmailAddress.Is($"{new string('a', 64)}@example.org"));
        Assert.False(EmailAddress.Is($"{new string('a', 65)}@example.org"));
        Assert.False(EmailAddress.Is($"a@{new string('a', 64)}.org"));
        Assert.False(EmailAddress.Is($"a@{string.Join('.', Enumerable.Repeat("label", 50))}"));
    }
}
