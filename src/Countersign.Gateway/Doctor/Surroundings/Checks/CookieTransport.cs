using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class CookieTransport : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "sign-in/transport",
        "Whether sessions can come over TLS: by a listener of https, or by a proxy that is believed.",
        "Without TLS the session's cookie is not given, and the sign-in page takes no password.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>([.. Look(place)]);

    private static IEnumerable<Finding> Look(ConfiguredPlace place)
    {
        if (place.Session is not { } session)
            yield break;
        if (!place.IsHttpAlone)
            yield return Row.Ok("A listener speaks https, so that the session's cookie is Secure.");
        else if (session.AllowCleartext)
            yield return place.IsForThisMachine
                ? Row.Ok($"Sessions of '{session.Id}' come without TLS, on this machine alone.")
                : Row.Warning($"Sessions of '{session.Id}' cross the network without TLS.", "Listen on https, or on loopback behind a proxy with TLS, and leave allow-cleartext out.");
        else if (place.Configuration.BelievedProxies.IsEmpty)
            yield return Row.Fault($"All listeners are http, no proxy is believed, and '{session.Id}' needs TLS: nobody can sign in.", "List the proxy that ends TLS: trusted-proxies: [ADDRESS]; for a trial without TLS, allow-cleartext: true.");
        else
            yield return Row.Ok("TLS ends at a proxy, which has to say X-Forwarded-Proto: https; `countersign doctor URL` sees whether it does.");
    }
}
