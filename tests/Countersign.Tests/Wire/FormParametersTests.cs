using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Wire;

public sealed class FormParametersTests
{
    [Theory]
    [InlineData("", 0, null)]
    [InlineData("access_token", 0, null)]
    [InlineData("access_token=", 0, null)]
    [InlineData("Access_Token=abc", 0, null)]
    [InlineData("xaccess_token=abc&access_tokenx=abc", 0, null)]
    [InlineData("access_token=abc", 1, "abc")]
    [InlineData("a=b&&access_token=abc&", 1, "abc")]
    [InlineData("access%5Ftoken=abc", 1, "abc")]
    [InlineData("%61ccess%5ftoken=abc", 1, "abc")]
    [InlineData("access%5token=abc&access%+5ftoken=abc&access_token%=abc&access_token%5=abc&access_toke%6=abc&%=abc", 0, null)]
    [InlineData("access_token=a%2Bb%2F%3d", 1, "a+b/=")]
    [InlineData("access_token=a+b", 1, "a b")]
    [InlineData("access_token=abc==", 1, "abc==")]
    [InlineData("access_token=a%zz", 1, null)]
    [InlineData("access_token=a%4", 1, null)]
    [InlineData("access_token=a%4\0", 1, null)]
    [InlineData("access_token=a&access_token=b", 2, "a")]
    [InlineData("access_token=&access_token=b", 1, "b")]
    public void Finds_a_parameter_however_it_is_encoded(string text, int count, string? first)
    {
        Assert.Equal(count, FormParameters.Count(text, "access_token", out var found));
        Assert.Equal(first, found);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a=b&c", "a=b&c")]
    [InlineData("access_token=abc", "")]
    [InlineData("a=%zz&access_token=abc&&b=+", "a=%zz&&b=+")]
    [InlineData("access%5Ftoken=x&access_token&access_token=%", "")]
    public void Takes_a_parameter_out_and_leaves_the_rest_as_it_stands(string text, string rest) =>
        Assert.Equal(rest, FormParameters.Without(text, "access_token"));
}
