using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class WrongAudience : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/wrong-audience",
        Severity.Error,
        "A token for somebody else",
        "A token names in aud for whom it was made. A server that is not named refuses it.",
        new("RFC 7519 §4.1.3", "MUST"),
        Fault.Client,
        "Say by which name the server is to be asked for (RFC 9728: resource), and take no other.")
    {
        CallerFix = "Get a token for this server: by the parameter resource or audience, or the scope that stands for it.",
        Explains = true,
    };

    // Tokens for these open nothing else, and are what people get who name no audience.
    private static readonly string[] Graph = ["https://graph.microsoft.com", "https://graph.microsoft.com/", "00000003-0000-0000-c000-000000000000", "https://graph.windows.net", "00000002-0000-0000-c000-000000000000"];

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || exchange.Status != 401 && view.Said(exchange).Kind != ReasonKind.Audience || !token.IsRefused)
            yield break;
        var (audience, said) = (token.Texts("aud"), view.Said(exchange));
        if (said.Kind == ReasonKind.Audience)
        {
            var words = audience.IsEmpty ? "has no aud, and the server says that it is not for it" : $"is for {Words(audience)}, and the server says that it is not for it";
            yield return FoundIn(token, Certainty.Proved, $"{words}.", [token.Claim("aud"), .. said.Shown]) with { Changes = [.. Another(token, view)] };
        }
        else if (said.Kind == ReasonKind.None && said.Error is null or "invalid_token" && exchange.Request?.Url is { } url && Elsewhere(token, audience, url) is { } elsewhere)
        {
            yield return FoundIn(token, Certainty.Likely, $"{elsewhere}, and was sent to {url.Host}.", token.Claim("aud")) with { Severity = Severity.Warning, Changes = [.. Another(token, view)] };
        }
    }

    private static string? Elsewhere(SeenToken token, ImmutableArray<string> audience, Uri url)
    {
        if (audience.IsEmpty)
            return null;
        if (audience.All(each => Graph.Contains(each, StringComparer.OrdinalIgnoreCase)))
            return url.Host.EndsWith("graph.microsoft.com", StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith("graph.windows.net", StringComparison.OrdinalIgnoreCase) ? null : $"is for Microsoft Graph ({Words(audience)})";
        if (audience is ["account"] && token.Facts.Claims.ContainsKey("azp"))
            return "is for \"account\", as tokens of Keycloak are that name no API";

        // A name that is no address, or one of the same host or domain, tells nothing.
        return audience.All(each => Uri.TryCreate(each, UriKind.Absolute, out var named) && named.Scheme is "http" or "https" && !IsKin(named.Host, url.Host)) ? $"is for {Words(audience)}" : null;
    }

    private static bool IsKin(string named, string asked) => asked is "localhost" || System.Net.IPAddress.TryParse(asked, out _) || Domain(named).Equals(Domain(asked), StringComparison.OrdinalIgnoreCase);

    // The last two labels: more than the registered domain at times, which only keeps the check quiet.
    private static string Domain(string host)
    {
        var dot = host.LastIndexOf('.');
        return dot <= 0 ? host : host[(host.LastIndexOf('.', dot - 1) + 1)..];
    }

    private static string Words(ImmutableArray<string> audience) => JsonWords.Shown(Names.List(audience));
}
