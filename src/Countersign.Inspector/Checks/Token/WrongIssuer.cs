using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class WrongIssuer : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/wrong-issuer",
        Severity.Error,
        "A token of another issuer",
        "A server takes tokens of the issuers that it knows, and compares iss letter by letter: http is not https, and a slash at the end counts.",
        new("RFC 9068 §4", "MUST"),
        Fault.Client,
        "Compare the issuer that is configured with iss, letter by letter.")
    {
        CallerFix = "Get a token from the issuer that the server names.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || !token.IsRefused || token.Text("iss") is not { } issuer)
            yield break;
        var said = view.Said(exchange);
        if (said.Kind == ReasonKind.Issuer)
        {
            yield return FoundIn(token, Certainty.Proved, $"is from {JsonWords.Shown(issuer)}, and the server does not know this issuer.", [token.Claim("iss"), .. said.Shown]) with { Changes = [.. Another(token, view)] };
            yield break;
        }

        if (exchange.Status != 401 || said.Kind != ReasonKind.None || exchange.Request?.Url is not { } url || view.Flow.Metadata(url) is not { } metadata)
            yield break;
        var known = Issuers(metadata);
        if (known.Count == 0 || known.Contains(issuer, StringComparer.Ordinal))
            yield break;
        var near = known.Find(each => each.TrimEnd('/').Equals(issuer.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
        yield return near is not null
            ? FoundIn(token, Certainty.Likely, $"is from {JsonWords.Shown(issuer)}, and the server's metadata name {JsonWords.Shown(near)}, which is not the same text.", token.Claim("iss"), Seen.Target(metadata)) with { Fault = Fault.Origin, CallerFix = null }
            : FoundIn(token, Certainty.Likely, $"is from {JsonWords.Shown(issuer)}, and the server's metadata name {JsonWords.Shown(Names.List(known))}.", token.Claim("iss"), Seen.Target(metadata)) with { Changes = [.. Another(token, view)] };
    }

    private static List<string> Issuers(Exchange metadata) =>
        JsonContent.Object(metadata.Response!) is { } content && JsonContent.Member(content, "authorization_servers") is { ValueKind: JsonValueKind.Array } servers
            ? [.. servers.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()!)]
            : [];
}
