using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Inspector.Tests.Tokens;

public sealed class TimeWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 4, 13, 15, TimeSpan.Zero);

    [Theory]
    [InlineData(0.5, "less than 1 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(192, "3 min 12 s")]
    [InlineData(3600, "1 h")]
    [InlineData(3601, "1 h")]
    [InlineData(7260, "2 h 1 min")]
    [InlineData(90061, "1 d 1 h")]
    [InlineData(1e18, "more than 100000 years")]
    public void Lengths_of_time_are_told_in_their_two_largest_units(double seconds, string words) => Assert.Equal(words, TimeWords.Length((decimal)seconds));

    [Fact]
    public void Moments_are_told_by_this_machines_clock_and_by_the_servers()
    {
        var end = NumericDate.Of(Now.AddSeconds(-192));

        Assert.Equal("2026-11-22 04:10:03Z, expired 3 min 12 s ago, by this machine's clock", TimeWords.Of(end, "expired {0} ago", "expires in {0}", new(Now)));
        Assert.Equal(
            "2026-11-22 04:10:03Z, expired 3 min 12 s ago, by this machine's clock; by the server's Date, expires in 48 s",
            TimeWords.Of(end, "expired {0} ago", "expires in {0}", new(Now, Now.AddMinutes(-4))));
    }

    [Theory]
    [InlineData(240, "the server's Date is 4 min ahead of this machine's clock")]
    [InlineData(-61, "the server's Date is 1 min 1 s behind this machine's clock")]
    [InlineData(1, "the server's Date agrees with this machine's clock")]
    public void Clocks_that_differ_are_told_of(int seconds, string words) => Assert.Equal(words, TimeWords.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("1e19")]
    [InlineData("-1e19")]
    public void Moments_of_no_calendar_are_told_as_well(string seconds)
    {
        var date = new NumericDate(decimal.Parse(seconds, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Contains("all calendars", TimeWords.Of(date, "{0} ago", "in {0}", new(Now)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sun, 22 Nov 2026 04:13:15 GMT")]
    [InlineData("Date: Sun, 22 Nov 2026 04:13:15 GMT")]
    [InlineData("Sunday, 22-Nov-26 04:13:15 GMT")]
    [InlineData("Sun Nov 22 04:13:15 2026")]
    public void A_servers_date_is_read_in_all_its_forms(string text) => Assert.Equal(Now, HttpDate.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Mon, 22 Nov 2026 04:13:15 GMT")]
    public void What_is_no_date_is_none(string text) => Assert.Null(HttpDate.Read(text));
}
