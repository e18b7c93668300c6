using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cors;

internal sealed partial class ManifestRefused : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/manifest-refused",
        Severity.Warning,
        "The web app manifest is refused",
        "Browsers fetch a manifest without credentials, of the page's own site as well, unless the link says otherwise. The console fills with errors, and the site can't be installed.",
        new("W3C Web Application Manifest"),
        Fault.Origin,
        "Write <link rel=\"manifest\" crossorigin=\"use-credentials\">, or leave the manifest open.")
    {
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Request: { HasCredentials: false, Url: { } url } request, Response: not null } || request.Fields.Has("Cookie") || !(exchange.Status is 401 or 403 || LoginPlaces.RedirectToLogin(exchange) is not null))
            yield break;
        var isFetched = request.Fields.First("Sec-Fetch-Dest") == "manifest";
        if (isFetched || (Manifest().IsMatch(url.AbsolutePath) && !request.Fields.Has("Sec-Fetch-Dest")))
            yield return Found($"{url.AbsolutePath} was asked for without credentials, and is answered {exchange.Status}.", Seen.Target(exchange), Seen.Status(exchange)) with { Certainty = isFetched && view.ShowsCredentials(exchange) == false ? Certainty.Proved : Certainty.Likely };
    }

    [GeneratedRegex(@"/(manifest\.json|[^/]{1,100}\.webmanifest)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Manifest();
}
