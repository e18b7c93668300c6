using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class DuplicateUser : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/duplicate-user",
        Severity.Warning,
        "A user twice",
        "The first line counts: a password changed in the second one is not.",
        Of("mod_authn_file"),
        Fault.Origin,
        "Remove all lines of the user but one.");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.User.Length > 0).GroupBy(line => (line.User, line.Realm)).SelectMany(group => group.Skip(1)), users => $"There is an earlier line for {users}, and that one counts.");
}
