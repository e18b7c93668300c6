using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class NeedlessAuthorization : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "needless-authorization",
        Severity.Info,
        "A line that passes Authorization on, which happens anyway",
        "nginx passes it on unless it is told otherwise; the line only drops the proxy_set_header lines of the levels around it.",
        "nginx, ngx_http_proxy_module, proxy_set_header",
        "Remove it.");

    public override IEnumerable<LintFinding> Judge(NginxView view) =>
        from line in view.Levels().SelectMany(level => level.Scope.Effective(["proxy_set_header"])).Distinct()
        where NginxLines.IsField(line, "Authorization") && NginxLines.Value(line) is "$http_authorization" or "${http_authorization}"
        select Found($"{line.Text} changes nothing.", line);
}
