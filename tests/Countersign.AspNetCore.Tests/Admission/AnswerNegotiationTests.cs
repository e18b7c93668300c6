using System.Security.Cryptography;
using Countersign.AspNetCore.Admission;
using Xunit;

namespace Countersign.AspNetCore.Tests.Admission;

public sealed class AnswerNegotiationTests
{
    private const string Chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Theory]
    [InlineData(null, AnswerMedia.Problem)]
    [InlineData("", AnswerMedia.Problem)]
    [InlineData("*/*", AnswerMedia.Problem)]
    [InlineData(Chrome, AnswerMedia.Html)]
    [InlineData("text/html, */*", AnswerMedia.Html)]
    [InlineData("application/json", AnswerMedia.Problem)]
    [InlineData("application/json, text/plain, */*", AnswerMedia.Problem)]
    [InlineData("application/problem+json;q=0.1, text/plain;q=0.2", AnswerMedia.Text)]
    [InlineData("text/plain", AnswerMedia.Text)]
    [InlineData("TEXT/Plain ; Q=0.5", AnswerMedia.Text)]
    [InlineData("text/plain;charset=utf-8", AnswerMedia.Text)]
    [InlineData("text/*", AnswerMedia.Html)]
    [InlineData("text/*, text/html;q=0", AnswerMedia.Text)]
    [InlineData("text/html;q=0, */*", AnswerMedia.Problem)]
    [InlineData("application/*;q=0, */*", AnswerMedia.Html)]
    [InlineData("text/html;q=0.3, application/json;q=0.4", AnswerMedia.Problem)]
    [InlineData("text/html;level=\"1,2\", text/plain", AnswerMedia.Text)]
    [InlineData("text/html;q=1.5, text/plain;q=0.1", AnswerMedia.Text)]
    [InlineData("text/html;q=0.1234, text/plain;q=0.1", AnswerMedia.Text)]
    [InlineData(",, text/html ,", AnswerMedia.Html)]
    [InlineData("image/png", AnswerMedia.Problem)]
    [InlineData("*/*;q=0", AnswerMedia.Problem)]
    [InlineData("nonsense", AnswerMedia.Problem)]
    public void Gives_what_was_asked_for_most(string? accept, AnswerMedia expected) =>
        Assert.Equal(expected, AnswerNegotiation.Choose(accept));

    [Fact]
    public void Never_throws()
    {
        string[] pieces = ["text", "/", "html", "*", ";", "q", "=", "0", ".", "1", ",", "\"", "\\", " ", "application/json", "é", "+", "-"];
        for (var round = 0; round < 20_000; round++)
        {
            var accept = string.Concat(Enumerable.Range(0, 10).Select(_ => pieces[RandomNumberGenerator.GetInt32(pieces.Length)]));
            Assert.True(Enum.IsDefined(AnswerNegotiation.Choose(accept)));
        }
    }
}
