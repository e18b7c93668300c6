using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class UserFileWithoutBasic : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "user-file-without-basic",
        Severity.Error,
        "A file of users without auth_basic: everybody is let in",
        "Where either of the two is missing, nginx asks nobody and says nothing.",
        "nginx, ngx_http_auth_basic_module",
        "Say auth_basic \"the name of the area\" in the same block, or remove the file.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        var byFile = view.LevelsAndExceptions().Where(level => level.Scope.Effective("auth_basic_user_file") is not null).GroupBy(level => level.Scope.Effective("auth_basic_user_file")!);
        foreach (var group in byFile)
        {
            // Named once for all, and used where auth_basic stands, is how it is often done.
            if (group.Any(level => level.Scope.Effective("auth_basic") is not null))
                continue;
            var open = group.Where(level => !NginxGates.AsksForCredentials(level.Scope) && !NginxLines.GivesNothing(level.Scope)).ToList();
            if (open.Count == 0)
                continue;
            var isSure = !open.All(level => view.Model.IsIncomplete(level.Scope));
            yield return Found($"{group.Key.Text} is never used: no auth_basic holds there, and {NginxLines.Places(open)} is open to everybody{(isSure ? "" : ", unless a file that was not read says auth_basic")}.", group.Key) with
            {
                Certainty = isSure ? Certainty.Proved : Certainty.Likely,
            };
        }
    }
}
