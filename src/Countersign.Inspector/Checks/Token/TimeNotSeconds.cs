using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class TimeNotSeconds : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/time-not-seconds",
        Severity.Error,
        "A time that is not in seconds",
        "Times of tokens are numbers of seconds since 1970. In milliseconds they lie fifty thousand years ahead: the token counts for ever, or not yet; as texts they are no times.",
        new("RFC 7519 §2, §4.1.4, §4.1.5, §4.1.6", "MUST"),
        Fault.IdentityProvider,
        "Write exp, nbf and iat as numbers of seconds.")
    {
        Explains = true,
    };

    private static readonly string[] Times = ["exp", "nbf", "iat"];

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || (!token.IsRefused && !IsFirst(token, view)))
            yield break;
        var (texts, large) = (Times.Where(name => token.Facts.Claims.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)).ToList(), Times.Where(token.IsMilliseconds).ToList());
        if (texts.Count + large.Count == 0)
            yield break;
        var words = Names.List([.. texts.Select(name => $"{name} that is no number"), .. large.Select(name => $"{name} in milliseconds")]);

        // An exp that is too late keeps nobody out.
        yield return FoundIn(token, Certainty.Proved, $"has {words}.", [.. texts.Concat(large).Select(token.Claim)]) with { Certainty = Certainty.Likely, Explains = token.IsRefused && token.IsSent != false && (texts.Count > 0 || large.Exists(name => name != "exp")) };
    }
}
