using System.Security.Authentication;
using Countersign.Cli.Requests.Recording;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>What is said where no answer came, and what would help.</summary>
public sealed class OutageWordsTests
{
    [Theory]
    [InlineData("errors in the certificate chain: PartialChain.", "not trusted here", "--cacert FILE")]
    [InlineData("errors in the certificate chain: UntrustedRoot.", "not trusted here", "--cacert FILE")]
    [InlineData("errors in the certificate chain: NotTimeValid.", "has expired", "renew it")]
    [InlineData("the validation procedure: RemoteCertificateNameMismatch.", "for another name", "countersign doctor https://a.example")]
    [InlineData("Cannot determine the frame size or a corrupted frame was received.", "speaks no TLS", "of http?")]
    public void A_failure_of_TLS_is_told_in_words_that_help(string message, string told, string advice)
    {
        var words = OutageWords.Of(new HttpRequestException("no", new AuthenticationException(message)));

        Assert.Contains(told, words, StringComparison.Ordinal);
        Assert.Contains(advice, OutageWords.AdviceFor(words, new("https://a.example/x"), TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Broken => new()
    {
        { new HttpIOException(HttpRequestError.InvalidResponse, "Received chunk header length could not be parsed: '46-46'."), "the answer is no sound HTTP: its chunks are broken (RFC 9112 §7.1)" },
        { new HttpRequestException("no", new HttpIOException(HttpRequestError.InvalidResponse, "Received an invalid chunk.")), "its chunks are broken (RFC 9112 §7.1)" },
        { new HttpRequestException(HttpRequestError.InvalidResponse, "Received an invalid status line: 'evil'."), "the answer is no sound HTTP: it does not begin with a status line (RFC 9112 §4)" },
        { new AggregateException(new BadHttpRequestException("Bad chunk size data."), new HttpRequestException("Error while copying content to a stream.")), "the client's request is no sound HTTP: its chunks are broken (RFC 9112 §7.1)" },
        { new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."), "the server ended the connection before its answer was whole" },
        { new InvalidOperationException("Invalid non-ASCII or control character in header: 0x001B"), "a field of the answer has a control character in it" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_told_without_what_a_stranger_sent(Exception exception, string told) => Assert.Equal(told, OutageWords.Of(exception));

    [Theory]
    [InlineData(HttpRequestError.HttpProtocolError, "does not speak that version", "--http1.1")]
    [InlineData(HttpRequestError.VersionNegotiationError, "does not speak that version", "--http1.1")]
    [InlineData(HttpRequestError.Unknown, "no HTTP/2", "--http2")]
    [InlineData(HttpRequestError.InvalidResponse, "no sound HTTP", "of https")]
    public void A_failure_of_HTTP_is_told_in_words_that_help(HttpRequestError error, string told, string advice)
    {
        var words = OutageWords.Of(new HttpRequestException(error, error == HttpRequestError.Unknown ? "no HTTP/2." : "no."));

        Assert.Contains(told, words, StringComparison.Ordinal);
        Assert.DoesNotContain("..", words + ".", StringComparison.Ordinal);
        Assert.Contains(advice, OutageWords.AdviceFor(words, new("http://a.example/x"), TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }
}
