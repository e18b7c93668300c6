using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class PublicUnderAuth : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "public-under-auth",
        Severity.Warning,
        PublicAddresses.Title,
        PublicAddresses.Why,
        "nginx, ngx_http_auth_basic_module, auth_basic",
        "Leave it open: auth_basic off; in a location of its own.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var server in view.Servers)
        {
            if (view.Ask(server, "/").Access != Access.Open)
                continue;
            var asked = PublicAddresses.All.Select(path => (Path: path, Answer: view.Ask(server, path))).Where(each => each.Answer.Access == Access.Challenged).ToList();
            if (asked.Count > 0)
                yield return Found(PublicAddresses.Sentence(asked.ConvertAll(each => each.Path)), asked.SelectMany(each => each.Answer.Trace.Where(line => line.Name is "location" or "auth_basic" or "auth_request")));
        }
    }
}
