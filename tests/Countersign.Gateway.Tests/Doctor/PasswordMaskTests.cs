using Countersign.Gateway.Doctor;
using Xunit;

namespace Countersign.Gateway.Tests.Doctor;

public sealed class PasswordMaskTests
{
    [Theory]
    [InlineData("open sesame", "The page says open sesame.", "The page says ***.")]
    [InlineData("open sesame", "Ends up at http://a.test/open%20sesame", "Ends up at http://a.test/***")]
    [InlineData("open sesame", "It wants open+sesame", "It wants ***")]
    [InlineData("Sesame", "Sent to sesame.other.test", "Sent to ***.other.test")]
    [InlineData("s\u00E9same", "Failed for s?same", "Failed for ***")]
    [InlineData("a*", "a*", "***")]
    public void Password_is_in_no_text_of_a_report(string password, string said, string told)
    {
        var row = new CheckRow("a/b", "", "");
        var report = new DoctorReport("", [row.Fault(said, said) with { Evidence = [said, "else"] }]).Without(new(password));

        var finding = Assert.Single(report.Findings);
        Assert.Equal([told, told, told, "else"], [finding.Found, finding.Mend!, .. finding.Evidence]);
    }

    [Fact]
    public void A_report_without_a_password_stays_as_it_is()
    {
        var report = new DoctorReport("", [new CheckRow("a/b", "", "").Ok("well")]);

        Assert.Same(report, report.Without(null));
        Assert.Same(report, report.Without(new("")));
    }
}
