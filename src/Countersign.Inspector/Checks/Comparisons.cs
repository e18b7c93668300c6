using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>Exchanges that differ in their credentials alone, which is what one exchange by itself can't show.</summary>
internal static class Comparisons
{
    /// <summary>Whether a request certainly showed nothing of who sends it: neither credentials nor any cookie.</summary>
    public static bool IsAnonymous(Exchange exchange, RecordingView view) => view.ShowsCredentials(exchange) == false && !exchange.Request!.Fields.Has("Cookie");

    /// <summary>The same question with credentials, answered with success, where this one showed nothing; null for none.</summary>
    public static Exchange? LetIn(Exchange exchange, RecordingView view) =>
        !IsAnonymous(exchange, view) ? null : view.OtherTries(exchange).FirstOrDefault(other => other.Request is { HasCredentials: true } && other.Status is >= 200 and < 300);

    /// <summary>The same question without anything that tells who asks; null for none.</summary>
    public static Exchange? Anonymous(Exchange exchange, RecordingView view) => view.OtherTries(exchange).FirstOrDefault(other => other.Response is not null && IsAnonymous(other, view));

    /// <summary>Whether a request was sent when an earlier answer had come. Browsers ask for several things at once; where nobody knows the times it is taken for granted.</summary>
    public static bool IsAfter(Exchange exchange, Exchange earlier) =>
        exchange.StartedAt is not { } asked || earlier.StartedAt is not { } before || asked - before > (earlier.Duration ?? TimeSpan.Zero);

    /// <summary>The change that makes of a request one with the credentials of another.</summary>
    public static IEnumerable<RequestChange> Credentials(Exchange other)
    {
        foreach (var shown in other.Request!.Credentials)
        {
            if (shown.Place == CredentialsPlace.Authorization)
                yield return Authorization(shown.Scheme ?? "");
            else if (shown.Place is CredentialsPlace.Field)
                yield return new(RequestChangeKind.SetField, shown.Name, "$KEY");
            else if (shown.Place is CredentialsPlace.Cookie)
                yield return new(RequestChangeKind.SetField, "Cookie", $"{shown.Name}=$COOKIE");
        }
    }

    /// <summary>An Authorization field of a scheme, its secret as a variable.</summary>
    public static RequestChange Authorization(string scheme) =>
        new(RequestChangeKind.SetField, "Authorization", $"{scheme} {(scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase) ? "$TOKEN" : "$CREDENTIALS")}".Trim());
}
