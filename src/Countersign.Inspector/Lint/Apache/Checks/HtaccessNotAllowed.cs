using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class HtaccessNotAllowed : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/htaccess-not-allowed",
        Severity.Error,
        "An .htaccess that makes the server fail",
        "A directive that AllowOverride does not allow is no mistake that httpd passes over: all that lies in the folder is answered 500.",
        Of("core, AllowOverride"),
        Fault.Origin,
        "Add AuthConfig (Limit for Order, Allow and Deny) to AllowOverride, or move the directives into a Directory block.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Beside is not null && place.Answer.Walk?.Forbidden?.Place.File == place.Beside))
        {
            var allowed = AllowedOverrides.Of(place.Answer.Walk!.Layers, server.IsWhole);
            yield return Found($"{place.Beside} may not say {place.Answer.Walk.Forbidden!.Name}, for {allowed.By?.Text ?? "no AllowOverride"} {(allowed.By is null ? "allows" : "does not allow")} it: {place.Address} is answered 500.", [place.Answer.Walk.Forbidden, allowed.By]);
        }
    }
}
