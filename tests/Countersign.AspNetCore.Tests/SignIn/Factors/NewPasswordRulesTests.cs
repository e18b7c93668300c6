using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.SignIn.Factors;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public sealed class NewPasswordRulesTests
{
    [Theory]
    [InlineData("1234567", NewPasswordFault.TooShort)]
    [InlineData("12345678", null)]
    [InlineData("пароль78", null)]
    [InlineData("a\u0308a\u0308a\u0308a\u0308", NewPasswordFault.TooShort)]   // four characters, however they are written
    [InlineData("bernadette", NewPasswordFault.IsTheName)]
    [InlineData(" Bernadette ", NewPasswordFault.IsTheName)]
    [InlineData("bernadette1", null)]
    [InlineData("12345\t678", NewPasswordFault.Unreadable)]
    [InlineData("1234567\ufffe", NewPasswordFault.Unreadable)]
    public void Tell_what_is_wrong_with_a_password(string password, object? fault) =>
        Assert.Equal(fault, NewPasswordRules.FaultOf(password, password, "Bernadette"));

    [Theory]
    [InlineData(71, null)]
    [InlineData(72, null)]
    [InlineData(73, NewPasswordFault.TooLong)]
    public void Take_no_more_than_the_hash_reads(int octets, object? fault)
    {
        var password = new string('x', octets - 2) + "é";

        Assert.Equal(fault, NewPasswordRules.FaultOf(password, password, "anna"));
        if (fault is null)
            Assert.Equal(HashKind.Bcrypt, PasswordMaker.Create(password, cost: 4).Kind);
    }

    [Fact]
    public void Want_it_typed_alike_twice() => Assert.Equal(NewPasswordFault.Differs, NewPasswordRules.FaultOf("correct horse", "correct house", "anna"));
}
