using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Content;

internal sealed partial class LeaksInternals : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "content/leaks-internals",
        Severity.Warning,
        "A refusal that shows what is inside",
        "Strangers learn names of files, libraries, hosts and queries, and need no credentials for it.",
        new("RFC 9457 §5"),
        Fault.Origin,
        "Write details to the log under an id, and send the id.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401 or 403 or 407 or 500, Response: { } response } || response.Content.IsEmpty)
            yield break;
        if (exchange.Status == 500 && exchange.Request is not { HasCredentials: true })
            yield break;
        var text = Seen.Beginning(response);
        foreach (var (form, what) in Forms)
        {
            if (Seen.Find(form, text) is not { Success: true } match)
                continue;
            yield return Found($"The {exchange.Status} shows {what}.", Seen.Status(exchange), Seen.Content(exchange, match.Index, match.Length));
            yield break;
        }
    }

    private static (Regex Form, string What)[] Forms { get; } =
    [
        (Stack(), "where in the program it happened"),
        (Database(), "what the database said"),
        (Host(), "the name or address of a machine inside"),
    ];

    [GeneratedRegex(@"^[ \t]{1,32}at [\w.$<>`\[\], ]{3,200}\([^)\r\n]{0,200}\)( in \S[^\r\n]{0,200}:line \d+)|(\b|\\[nt])at [\w.$]{3,200}\([\w$]{1,80}\.(java|kt|scala):\d+\)|Traceback \(most recent call last\)|(\b|\\[nt])at ([\w.<> $]{1,100} \()?(/|file:|node:|[A-Z]:\\)[^\s():]{1,200}:\d+:\d+|\bin (/|[A-Z]:\\)[^\s<]{1,200}\.php(</b>)? on line", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Stack();

    [GeneratedRegex(@"SQLSTATE\[|\bORA-\d{5}\b|You have an error in your SQL syntax|PSQLException|psycopg2?\.(errors|Operational)|System\.Data\.SqlClient|Microsoft\.Data\.SqlClient|SQLite(3::|Exception)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Database();

    // An address without a port may well be that of who asks.
    [GeneratedRegex(@"\b(10\.\d{1,3}|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}:\d{2,5}\b|\b[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,3}\.(svc\.cluster\.local|compute\.internal)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();
}
