using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed partial class FailureOnCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/failure-on-credentials",
        Severity.Error,
        "The server fails over credentials",
        "Whatever stands in Authorization comes from strangers. A server that fails over it hides the mistake of honest clients, and shows others where to push.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge to credentials that can't be used, or 400 to a field that can't be read.")
    {
        Remedy = Remedy.Challenge,
        Hides = true,
    };

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // 502, 503 and 504 speak of others.
        if (exchange is not { Status: 500, Request: { } request } || request.Credentials.FirstOrDefault(shown => shown.Place == CredentialsPlace.Authorization) is not { } sent)
            yield break;
        if (sent.Faults.Length > 0 || sent.Slips.Length > 0 || sent.Basic?.Fault is not null)
            yield return Found("The answer is 500, and the Authorization field of the request can't be read as it stands.", Seen.Status(exchange), Seen.Request(exchange, "Authorization")) with { Certainty = Certainty.Likely };
        else if (TokenTrouble().Match(Seen.Beginning(exchange.Response!)) is { Success: true } trouble)
            yield return Found($"The answer is 500, and its content tells of a token that could not be used ({trouble.Value}).", Seen.Status(exchange), Seen.Content(exchange, trouble.Index, trouble.Length)) with { Certainty = Certainty.Likely };
        else if (view.OtherTries(exchange).FirstOrDefault(other => other.Response is not null && other.Status < 500 && !IsSentBy(other, sent)) is { } fine)
            yield return Found($"The answer is 500 with these credentials, and {fine.Status} to the same request {(fine.Request!.HasCredentials ? "with others" : "without")}.", Seen.Status(exchange), Seen.Request(exchange, "Authorization"), Seen.Status(fine)) with { Certainty = Certainty.Likely };
    }

    private static bool IsSentBy(Exchange other, PresentedCredentials sent) => other.Request!.Credentials.Any(shown => shown.Mark == sent.Mark);

    // What the libraries for tokens throw, by their own names.
    [GeneratedRegex(@"\b(jwt (malformed|expired|must be provided|signature is required)|invalid (token|signature) \(jwt\)|JsonWebTokenError|TokenExpiredError|jwt\.exceptions\.\w{1,40}|(Expired|Malformed|Unsupported|Premature)JwtException|(InvalidToken|ExpiredSignature|InvalidSignature|InvalidAudience|InvalidIssuer)Error|SecurityToken\w{1,40}Exception|JWSVerificationFailed|JWTExpired|JWTClaimValidationFailed|JWSInvalid|Firebase\\{1,2}JWT\\{1,2}\w{1,40}|token is malformed|token contains an invalid number of segments)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenTrouble();
}
