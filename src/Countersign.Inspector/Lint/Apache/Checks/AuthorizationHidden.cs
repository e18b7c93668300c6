using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class AuthorizationHidden : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/authorization-hidden",
        Severity.Info,
        "Applications do not see Authorization",
        "httpd keeps the field from CGI, FastCGI and PHP-FPM unless told otherwise: an application that checks credentials itself answers 401 to right ones.",
        Of("core, CGIPassAuth"),
        Fault.Origin,
        "Write CGIPassAuth On for the application's folder, where it checks credentials itself.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        if (server.IsBeside || server.All.Any(Passes))
            yield break;
        var handed = server.All.Where(IsHandedOn).Take(1).ToList();
        if (handed is [var first] && !server.Places.Any(place => place.Answer.Decision.Access == Access.Challenged))
            yield return Found($"{first.Text} hands requests to an application without their Authorization field.", first) with { Certainty = Certainty.Likely };
    }

    private static bool IsHandedOn(Directive each) =>
        (ApacheReader.Is(each, "SetHandler") || ApacheReader.Is(each, "ProxyPass") || ApacheReader.Is(each, "ProxyPassMatch") || ApacheReader.Is(each, "AddHandler"))
        && each.Arguments.Any(argument => argument.Text.Contains("fcgi:", StringComparison.OrdinalIgnoreCase) || argument.Text.Contains("|fcgi", StringComparison.OrdinalIgnoreCase) || argument.Text.Equals("cgi-script", StringComparison.OrdinalIgnoreCase) || argument.Text.Equals("fcgid-script", StringComparison.OrdinalIgnoreCase));

    private static bool Passes(Directive each) =>
        ApacheReader.Is(each, "CGIPassAuth") && ApacheAccess.TextOf(each).Equals("On", StringComparison.OrdinalIgnoreCase)
        || ApacheReader.Is(each, "WSGIPassAuthorization")
        || each.Arguments.Any(argument => argument.Text.Contains("HTTP_AUTHORIZATION", StringComparison.OrdinalIgnoreCase));
}
