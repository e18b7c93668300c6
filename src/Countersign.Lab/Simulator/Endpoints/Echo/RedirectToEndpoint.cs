using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Redirects to wherever it is told.</summary>
internal sealed class RedirectToEndpoint : EchoAddress
{
    public override string Path => "/redirect-to";

    public override string Story => "Redirects to the address in ?url=, with the status in ?status_code=: what a client does with its credentials then is its own doing (RFC 9110 §15.4).";

    public override ImmutableArray<string> Methods => [];

    public override ImmutableArray<SimulatorParameter> Parameters => [new("url", "The address."), new("status_code", "The status, from 300 to 399.", "302")];

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/redirect-to?url=/get&status_code=307")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        if (request.Query("url") is not { Length: > 0 } url || url.Any(char.IsControl))
            return Unknown("an address in ?url=", "none");
        if (EchoNumbers.Whole(request, "status_code", 302) is not { } status || status is < 300 or >= 400)
            return Unknown("a status from 300 to 399 in ?status_code=", "another one");
        var answer = new SimulatedAnswer(status);
        answer.Add("Location", ChallengeText.Octets(url));
        return answer;
    }
}
