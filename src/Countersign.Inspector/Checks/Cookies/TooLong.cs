using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed partial class TooLong : ExchangeCheck
{
    // What the other fields may come to, so that the cookies are left to be the reason.
    private const int MostOfOthers = 4096;

    public override CheckRow Row { get; } = new(
        "cookies/too-long",
        Severity.Error,
        "More cookies than the server takes",
        "The cookies have grown until the server reads no request any more. The browser goes on sending them: people are out on every page, until they delete them.",
        new("RFC 6585 §5"),
        Fault.Origin,
        "Keep sessions in the server and their number in the cookie, set fewer and shorter ones, and take away those of before; or raise the limit at every server on the way.")
    {
        CallerFix = "Delete the cookies of this site.",
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 400 or 413 or 431 or 494, Request: { } request, Response: { } response } || !request.Fields.Has("Cookie") || request.Credentials.Any(shown => shown.Place is not CredentialsPlace.Cookie))
            yield break;
        var others = request.Target.Length + request.Fields.Lines.Where(line => !line.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).Sum(line => line.Name.Length + line.Value.Length);
        if (others > MostOfOthers)
            yield break;
        var said = Seen.Find(Words(), Seen.Beginning(response));
        if (said.Success)
            yield return Found($"The cookies make the request longer than the server takes: it answers {exchange.Status} and says so.", Seen.Content(exchange, said.Index, said.Length), Seen.Status(exchange)) with { Certainty = Certainty.Likely, Changes = [new(RequestChangeKind.RemoveField, "Cookie")] };
        else if (exchange.Status is 431 or 494)
            yield return Found($"The fields of the request are longer than the server takes ({exchange.Status}), and nothing in it but the cookies can be so long.", Seen.Status(exchange), Seen.Request(exchange, "Cookie")) with { Certainty = Certainty.Likely, Changes = [new(RequestChangeKind.RemoveField, "Cookie")] };
    }

    // nginx; Apache, which names the field behind it; and those that say it in words of their own.
    [GeneratedRegex(@"Request Header Or Cookie Too Large|Size of a request header field exceeds server limit|\bcookies?\b.{0,40}?\btoo (?:large|long|big)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Words();
}
