using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class BasicWithoutUserFile : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "basic-without-user-file",
        Severity.Error,
        "auth_basic without a file of users: everybody is let in",
        "Where either of the two is missing, nginx asks nobody and says nothing.",
        "nginx, ngx_http_auth_basic_module",
        "Name the file by auth_basic_user_file in the same block, or say auth_basic off where it is meant to be open.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        var open = view.LevelsAndExceptions().Where(level =>
            level.Scope.Effective("auth_basic") is { } realm && !NginxGates.IsOff(realm)
            && level.Scope.Effective("auth_basic_user_file") is null
            && !NginxGates.AsksForCredentials(level.Scope)
            && !NginxLines.GivesNothing(level.Scope));
        foreach (var group in open.GroupBy(level => level.Scope.Effective("auth_basic")!))
        {
            var isSure = !group.All(level => view.Model.IsIncomplete(level.Scope));
            yield return Found(
                $"{group.Key.Text} has no file of users: {NginxLines.Places(group)} is open to everybody{(isSure ? "" : ", unless a file that was not read names one")}.",
                [group.Key, .. group.Select(level => level.Scope.Block).Take(3)]) with
            {
                Certainty = isSure ? Certainty.Proved : Certainty.Likely,
            };
        }
    }
}
