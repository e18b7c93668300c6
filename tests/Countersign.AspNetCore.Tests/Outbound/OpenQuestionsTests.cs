using System.Net;
using Countersign.AspNetCore.Outbound;
using Xunit;

namespace Countersign.AspNetCore.Tests.Outbound;

public sealed class OpenQuestionsTests
{
    [Theory]
    [InlineData(256, 64)]
    [InlineData(8, 4)]
    public void A_network_has_a_quarter_of_all_and_four_at_least(int most, int share)
    {
        var questions = new OpenQuestions(most);

        Assert.Equal(share, Enumerable.Range(0, most).Count(_ => questions.Begin(IPAddress.Parse("192.0.2.1")) is null));
        Assert.Contains($"{share} questions for the client's network", questions.Begin(IPAddress.Parse("192.0.2.1")), StringComparison.Ordinal);
        Assert.Null(questions.Begin(IPAddress.Parse("192.0.2.2")));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void An_IPv6_network_is_a_line_of_64_bits(string first, string second, bool isSame)
    {
        var questions = new OpenQuestions();
        while (questions.Begin(IPAddress.Parse(first)) is null)
        {
        }

        Assert.Equal(isSame, questions.Begin(IPAddress.Parse(second)) is not null);
    }

    [Fact]
    public void There_are_no_more_than_so_many_whoever_asks()
    {
        var questions = new OpenQuestions();
        for (var i = 0; i < OpenQuestions.DefaultMost; i++)
            Assert.Null(questions.Begin(i % 2 == 0 ? null : new IPAddress([192, 0, 2, (byte)i])));

        Assert.Contains("256 questions to answer already", questions.Begin(null), StringComparison.Ordinal);
        Assert.NotNull(questions.Begin(IPAddress.Loopback));
    }

    [Fact]
    public void What_was_answered_makes_room()
    {
        var questions = new OpenQuestions(4);
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 4; i++)
                Assert.Null(questions.Begin(IPAddress.Loopback));
            Assert.NotNull(questions.Begin(IPAddress.Loopback));
            for (var i = 0; i < 4; i++)
                questions.End(IPAddress.Loopback);
        }
    }
}
