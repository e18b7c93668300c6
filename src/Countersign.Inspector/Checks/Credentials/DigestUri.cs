using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestUri : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-uri",
        Severity.Error,
        "The digest is of another address",
        "The server computes with the address of the request; a digest of another one never fits. Often the query is lost.",
        new("RFC 7616 §3.4.6", "MUST"),
        Fault.Client,
        "")
    {
        CallerFix = "Compute with the whole target of the request, its query included.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (presented.Place != CredentialsPlace.Authorization || DigestNames.Param(presented, "uri") is not { } uri || uri.Contains("***", StringComparison.Ordinal) || exchange.Request!.Target.Contains("***", StringComparison.Ordinal))
            yield break;
        var (said, asked) = (PathOf(uri), PathOf(exchange.Request.Target));

        // A proxy on the way may have made the target absolute, or cut it down to the path; and CONNECT has no path.
        if (exchange.Request.Method == "CONNECT" || said == asked || Uri.UnescapeDataString(said) == Uri.UnescapeDataString(asked))
            yield break;
        yield return FoundIn(presented, exchange, asked.StartsWith(said + "?", StringComparison.Ordinal) ? $"The digest is of {said}, without the query of the request." : $"The digest is of {said}, and the request is for {asked}.") with { Evidence = [At(presented, exchange), new(exchange.Index, "target", exchange.Request.Target)] };
    }

    private static string PathOf(string target)
    {
        var start = target.IndexOf("://", StringComparison.Ordinal);
        if (start < 0 || target.StartsWith('/'))
            return target;
        var path = target.AsSpan(start + 3).IndexOfAny('/', '?');
        return path < 0 ? "/" : target[start + 3 + path] == '/' ? target[(start + 3 + path)..] : "/" + target[(start + 3 + path)..];
    }
}
