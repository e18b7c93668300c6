using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class ExactGuard : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "exact-guard",
        Severity.Warning,
        "Only one address asks for credentials, and those below it go to the same program unasked",
        "location = takes exactly that address; with a stroke or anything else behind it, another location takes it.",
        "nginx, ngx_http_core_module, location",
        "Ask for the prefix: location /admin { ... }.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var server in view.Servers)
        {
            foreach (var location in server.AllLocations.Where(location => location is { Kind: NginxLocationKind.Exact, Pass: not null, IsInternal: false } && !location.Text.EndsWith('/') && !Path.HasExtension(location.Text) && NginxGates.AsksForCredentials(location.Scope)))
            {
                var below = location.Text + "/";
                if (view.Ask(server, below) is { Access: Access.Open, IsPassedOn: true, Location.Pass: { } pass } && pass.Arguments.FirstOrDefault()?.Text == location.Pass!.Arguments.FirstOrDefault()?.Text)
                    yield return Found($"{location.Text} asks for credentials, and {below} comes to the same program unasked.", location.Block, pass) with { Certainty = Certainty.Likely };
            }
        }
    }
}
