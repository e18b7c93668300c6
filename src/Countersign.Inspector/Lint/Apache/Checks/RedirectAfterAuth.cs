using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class RedirectAfterAuth : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/redirect-after-auth",
        Severity.Warning,
        "The password is asked for before the way to https",
        "Redirections and rewriting of a folder are done after the user has signed in: over http the password goes over the line first, and is asked for again on https.",
        Of("mod_rewrite, per-directory rewrites"),
        Fault.Origin,
        "Redirect in the virtual host for port 80, outside all blocks: Redirect permanent / https://NAME/.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer.Decision is { Access: Access.Challenged, Status: 401 } && !place.Host.IsTls))
        {
            var near = place.Answer.Walk?.Layers.SelectMany(layer => layer.Directives) ?? place.Directives;
            if (near.FirstOrDefault(each => (ApacheReader.Is(each, "RewriteRule") || each.Name.StartsWith("Redirect", StringComparison.OrdinalIgnoreCase)) && each.Arguments.Any(argument => argument.Text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))) is { } redirect)
                yield return Found($"{NameOf(place)} asks for credentials before {redirect.Text} sends to https.", [redirect, .. place.Signs]) with { Certainty = server.IsBeside ? Certainty.Likely : Certainty.Proved };
        }
    }
}
