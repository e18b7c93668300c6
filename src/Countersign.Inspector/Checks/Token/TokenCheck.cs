using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

/// <summary>Judges tokens, one by one: those that were sent, and one that was given where the recording does not show what was sent.</summary>
internal abstract class TokenCheck : ExchangeCheck
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var token in view.Tokens(exchange))
        {
            foreach (var finding in Judge(token, exchange, view))
                yield return finding;
        }
    }

    /// <summary>Judges one of them.</summary>
    protected abstract IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view);

    /// <summary>A finding about a token. Of a cause of refusals little is left where nobody was refused, and a token that was not sent is no cause.</summary>
    protected Finding FoundIn(SeenToken token, Certainty certainty, string message, params ReadOnlySpan<Evidence> more)
    {
        var finding = Found($"{token.Name} {message}", [token.Place, .. more]) with { Certainty = token.IsSent is null && certainty == Certainty.Proved ? Certainty.Likely : certainty };
        if (!Row.Explains)
            return finding;
        return finding with
        {
            Severity = token.IsAccepted && Row.Severity > Severity.Info ? Severity.Info : Row.Severity,
            Explains = token.IsSent != false && !token.IsAccepted,
        };
    }

    /// <summary>Whether it is here for the first time: what is said of the token alone is said once.</summary>
    protected static bool IsFirst(SeenToken token, RecordingView view) => token.Presented is not { } presented || view.IsFirst(presented.Mark, token.Exchange);

    /// <summary>The change that sends another token in its place.</summary>
    protected static RequestChange[] Another(SeenToken token, RecordingView view) =>
        token.Presented is { } presented ? CredentialsCheck.Anew(presented, token.Exchange, view) : [Comparisons.Authorization("Bearer")];
}
