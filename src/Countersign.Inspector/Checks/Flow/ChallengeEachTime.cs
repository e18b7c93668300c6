using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class ChallengeEachTime : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/challenge-each-time",
        Severity.Info,
        "Every call is asked for credentials first",
        "The client sends each request without credentials, is refused, and sends it again. Where it got in before it may send them at once.",
        new("RFC 7617 §2.2", "MAY"),
        Fault.Client,
        "Nothing.")
    {
        CallerFix = "Send the credentials with the first request to paths where they were taken before (curl and HttpClient: set the field yourself).",
    };

    public override Traits Needs => Traits.Credentials;

    private const int Calls = 3;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: >= 200 and < 300, Request: { HasCredentials: true, Url: { } url } request } || request.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization) is not { } sent || !(sent.Is("Basic") || sent.Is("Bearer")))
            yield break;
        var calls = view.Flow.AskedBefore(url);
        if (calls.Count >= Calls && calls[Calls - 1].Index == exchange.Index)
            yield return Found($"{calls.Count} calls to {url.Authority} were sent without credentials first, refused, and sent again.", Seen.Status(view.Recording.Exchanges[exchange.Index - 1]), Seen.Request(exchange, "Authorization"));
    }
}
