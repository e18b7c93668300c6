using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class TrialUser : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/trial-user",
        Severity.Info,
        "Names as one gives them to try something",
        "They are the first that are guessed, and often their passwords are as easy.",
        Requirement.Practice,
        Fault.Origin,
        "Remove them, if nobody needs them.");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.User.ToLowerInvariant() is "test" or "guest" or "demo" or "user" or "foo" or "example"), users => $"There is a user {users}.");
}
