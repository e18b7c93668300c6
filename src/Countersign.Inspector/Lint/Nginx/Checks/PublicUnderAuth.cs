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
            // What nginx answers by itself is no page that needs anything.
            if (view.Ask(server, "/") is not { Access: Access.Open } page || page.Trace.Any(line => line.Name is "return" or "stub_status" or "empty_gif"))
                continue;
            var asked = PublicAddresses.All.Concat(PublicAddresses.Kinds).Select(path => (Path: path, Answer: view.Ask(server, path)))
                .Where(each => each.Answer.Access == Access.Challenged && (!PublicAddresses.Kinds.Contains(each.Path) || each.Answer.Trace.Any(IsForAKind)))
                .ToList();
            if (asked.Count > 0)
                yield return Found(PublicAddresses.Sentence(asked.ConvertAll(each => each.Path)), asked.SelectMany(each => each.Answer.Trace.Where(line => line.Name is "location" or "auth_basic" or "auth_request")));
        }
    }

    private static bool IsForAKind(Directive line) => line is { Name: "location", Arguments: [{ Text: "~" or "~*" }, ..] };
}
