using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;
using Xunit;

namespace Countersign.Inspector.Tests.Intake;

public sealed class ChallengeTests
{
    [Theory]
    [InlineData("Basic realm=orders", "Basic realm=orders")]
    [InlineData("Bearer resource_metadata=https://a.example/x", "Bearer resource_metadata=https://a.example/x")]
    [InlineData("Negotiate oRQwEqADCgEBoQsGCSqGSIb3EgECAg==", "Negotiate ***")]
    [InlineData("Bearer mF_9.B5f-4.1JqM", "Bearer ***")]
    [InlineData("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic ***")]
    [InlineData("Bearer error=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "Bearer error=***")]
    public void Parameters_without_quotes_stay_and_tokens_do_not(string challenge, string shown) =>
        Assert.Equal(shown, Answer(challenge).Fields.First("WWW-Authenticate"));

    [Fact]
    public void A_hidden_ticket_is_still_a_ticket()
    {
        var reading = Answer("Negotiate oRQwEqADCgEBoQsGCSqGSIb3EgECAg==, Basic realm=\"a\"").Fields.Challenges("WWW-Authenticate");

        Assert.True(reading!.IsValid);
        Assert.Equal(["Negotiate", "Basic"], reading.Challenges.Select(challenge => challenge.Scheme));
        Assert.NotNull(reading.Challenges[0].Token68);
    }

    private static RecordedResponse Answer(string challenge) => new MessageIntake().Response(401, "Unauthorized", "HTTP/1.1", [new("WWW-Authenticate", challenge)]);
}
