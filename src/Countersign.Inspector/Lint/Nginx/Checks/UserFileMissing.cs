using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class UserFileMissing : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "user-file-missing",
        Severity.Error,
        "The file of users is not there: nobody gets in",
        "Without credentials people are asked for a password; whichever they give is answered 403.",
        "nginx, ngx_http_auth_basic_module",
        "Write the file, or correct its name: a relative one goes by the folder of nginx.conf.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var line in view.LevelsAndExceptions().SelectMany(level => NginxGates.Of(level.Scope)).Where(gate => gate.Kind == NginxGateKind.Basic).Select(gate => gate.Lines[1]).Distinct())
        {
            if (line.Arguments is not [{ Text: var name }, ..] || name.Contains('$', StringComparison.Ordinal) || (!name.StartsWith('/') && view.Model.IsFragment))
                continue;
            var file = view.Model.PathOf(name);
            var folder = file[..Math.Max(1, file.LastIndexOf('/'))];
            if (view.Model.Exists(file, folder) is false)
                yield return Found($"There is no {file}: no password gets anybody in.", line);
        }
    }
}
