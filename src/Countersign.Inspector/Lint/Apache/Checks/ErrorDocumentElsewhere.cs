using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class ErrorDocumentElsewhere : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/error-document-elsewhere",
        Severity.Warning,
        "A page for the 401 that httpd does not take",
        "A whole address would be a redirection, and the client would never see the 401. httpd passes the line over (AH00113) and sends its own page.",
        Of("core, ErrorDocument"),
        Fault.Origin,
        "Name a local path, such as ErrorDocument 401 /errors/401.html.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server) =>
        server.All.Concat(server.Places.Where(place => place.Beside is not null).SelectMany(place => place.Directives)).Distinct()
            .Where(each => ApacheReader.Is(each, "ErrorDocument") && each.Arguments is [var status, var page, ..] && status.Text == "401" && page.Text.Contains("://", StringComparison.Ordinal) && !page.Text.Contains(' ', StringComparison.Ordinal))
            .Select(each => Found($"{each.Text} is passed over: the 401 has the server's own page.", each));
}
