using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Verdicts;

/// <summary>Ways by which a caller got in behind a refusal, though not by the same method and address.</summary>
internal static class LaterWays
{
    /// <summary>Whether what a challenge asked for was done, and let the caller in.</summary>
    public static bool Of(Exchange refused, RecordingView view) => refused.Status switch
    {
        407 => ThroughProxy(refused, view),
        401 => ByTokenFromRealm(refused, view),
        _ => false,
    };

    // The proxy is one for all targets: credentials that it took once are what it had asked for.
    private static bool ThroughProxy(Exchange refused, RecordingView view) =>
        view.Recording.Exchanges.Skip(refused.Index + 1).Any(each => each.Request?.Target == refused.Request?.Target && each.Request?.Method == refused.Request?.Method && each.Status is >= 200 and < 400);

    // Registries are asked at /v2/ how they are to be asked; the token comes from the address in the challenge and is good for what is asked next.
    private static bool ByTokenFromRealm(Exchange refused, RecordingView view)
    {
        foreach (var offer in view.Offers(refused, "Bearer"))
        {
            if (!Uri.TryCreate(offer.Realm, UriKind.Absolute, out var realm) || realm.Scheme != Uri.UriSchemeHttps)
                continue;
            var given = view.Recording.Exchanges.Skip(refused.Index + 1).FirstOrDefault(each => each.Status is >= 200 and < 300 && each.Request?.Url is { } url && url.Host == realm.Host && url.AbsolutePath == realm.AbsolutePath);
            if (given is not null && view.After(refused).Any(each => each.Index > given.Index && each.Status is >= 200 and < 400 && view.ShowsCredentials(each) != false))
                return true;
        }

        return false;
    }
}
