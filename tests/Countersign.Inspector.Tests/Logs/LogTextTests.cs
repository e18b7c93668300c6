using System.Text;
using Countersign.Inspector.Logs;
using Xunit;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>What a report repeats of a log may be cut off in the middle of a secret.</summary>
public sealed class LogTextTests
{
    [Theory]
    [InlineData("GET http://joe:hunt", "GET http://***")]
    [InlineData("GET http://joe:hunter2@a.example/x", "GET http://***@a.example/x")]
    [InlineData("GET http://a.example:8080", "GET http://a.example:8080")]
    public void Shows_no_part_of_a_password_in_an_address(string kept, string shown) => Assert.Equal(shown, LogText.Of(Encoding.UTF8.GetBytes(kept)));

    [Fact]
    public void Shows_no_part_of_a_password_in_a_line_that_can_not_be_read()
    {
        var report = LogLab.Report(Encoding.UTF8.GetBytes("refused http://joe:hunter2-and-much-more-than-is-shown@a.example/\n"));
        Assert.DoesNotContain("hunter2", report.Scan.FirstUnread!.Text, StringComparison.Ordinal);
    }
}
