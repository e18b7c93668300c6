using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Takes cookies back and leads to the list of them.</summary>
internal sealed class DeleteCookiesEndpoint : EchoAddress
{
    public override string Path => "/cookies/delete";

    public override string Story => "Takes back the cookies that the query names and leads to /cookies.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/cookies/delete?a")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var answer = new SimulatedAnswer(302);
        answer.Add("Location", "/cookies");
        foreach (var name in request.Context.Request.Query.Keys)
        {
            if (CookieText.FaultOf(name, "") is { } fault)
                return Unknown("names of cookies (RFC 6265 §4.1.1)", fault);
            answer.Add("Set-Cookie", $"{name}=; Max-Age=0; Path=/");
        }

        return answer;
    }
}
