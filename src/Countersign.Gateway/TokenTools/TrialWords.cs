using Countersign.Tokens.Rules;

namespace Countersign.Gateway.TokenTools;

/// <summary>What checks are called, and what they ask.</summary>
internal static class TrialWords
{
    public static string SlugOf(TokenCheck check) => check switch
    {
        TokenCheck.NotBefore => "not-before",
        _ => check.ToString().ToLowerInvariant(),
    };

    public static string SlugOf(TrialOutcome outcome) => outcome switch
    {
        TrialOutcome.Ok => "ok",
        TrialOutcome.Failed => "failed",
        TrialOutcome.NotJudged => "not-judged",
    };

    public static string QuestionOf(TokenCheck check) => check switch
    {
        TokenCheck.Form => "it is a signed token that can be read",
        TokenCheck.Active => "its issuer says that it counts",
        TokenCheck.Issuer => "its iss is trusted here",
        TokenCheck.Algorithm => "its algorithm is taken here",
        TokenCheck.Key => "its issuer has the key that it names",
        TokenCheck.Signature => "that key signed it",
        TokenCheck.Type => "its typ is that of the tokens that are meant",
        TokenCheck.Claims => "the claims that are needed are there",
        TokenCheck.Audience => "it was made for this audience",
        TokenCheck.Client => "it was given to a client that may use it",
        TokenCheck.Values => "its claims have the values that are wanted",
        TokenCheck.Binding => "a plain bearer may use it",
        TokenCheck.NotBefore => "its time has begun",
        TokenCheck.Lifetime => "it was not made for too long",
        TokenCheck.Revocation => "nobody called it back",
        TokenCheck.Expiry => "its time is not over",
    };
}
