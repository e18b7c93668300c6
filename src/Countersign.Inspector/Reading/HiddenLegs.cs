using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading;

/// <summary>Signs that a source shows less than was sent: answers that only somebody gets who has shown credentials, to requests that show none.</summary>
internal static class HiddenLegs
{
    public static Omissions In(IReadOnlyList<Exchange> exchanges)
    {
        var refused = new HashSet<(string, Uri)>();
        foreach (var exchange in exchanges)
        {
            if (exchange is not { Request: { } request, Response: { } response } || request.Credentials.Length > 0)
                continue;

            // Authentication-Info answers credentials (RFC 7615 §3).
            if (response.Fields.Has("Authentication-Info") || response.Fields.Has("Proxy-Authentication-Info"))
                return Omissions.Credentials | Omissions.OtherLegs;
            if (request.Url is null || request.Fields.Has("Cookie"))
                continue;
            var question = (request.Method, request.Url);
            if (response.Status == 401 && response.Fields.Has("WWW-Authenticate"))
                refused.Add(question);
            else if (refused.Count > 0 && response.Status is >= 200 and < 300 && refused.Contains(question))
                return Omissions.Credentials;
        }

        return Omissions.None;
    }
}
