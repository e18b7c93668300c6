using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("5m", 300)]
    [InlineData("12h", 43200)]
    [InlineData("3650d", 3650 * 86400)]
    public void Reads_a_whole_number_and_a_unit(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("1.5h")]
    [InlineData("30 d")]
    [InlineData("30")]
    [InlineData("3651d")]
    [InlineData("99999999999d")]
    public void Anything_else_is_no_duration(string text) => Assert.Null(DurationText.Read(text));
}
