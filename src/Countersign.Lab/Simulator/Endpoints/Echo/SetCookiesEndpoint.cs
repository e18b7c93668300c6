using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Sets cookies and leads to the list of them.</summary>
/// <param name="path">The path.</param>
/// <param name="example">An address that shows it.</param>
internal sealed class SetCookiesEndpoint(string path, string example) : EchoAddress
{
    public override string Path => path;

    public override string Story => path.Contains('{', StringComparison.Ordinal) ? "Sets the cookie of the path and leads to /cookies." : "Sets a cookie for each parameter of the query and leads to /cookies.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of(example)];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var cookies = request.Route("name") is { } name ? [(name, request.Route("value") ?? "")] : request.Context.Request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())).ToList();
        var answer = new SimulatedAnswer(302);
        answer.Add("Location", "/cookies");
        foreach (var (key, value) in cookies)
        {
            if (CookieText.FaultOf(key, value) is { } fault)
                return Unknown("cookies that a field can have (RFC 6265 §4.1.1)", fault);
            answer.Add("Set-Cookie", $"{key}={value}; Path=/");
        }

        return answer;
    }
}
