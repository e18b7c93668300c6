using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class NoColon : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/no-colon",
        Severity.Error,
        "A line that is none of a user",
        "Without a name and a colon behind it a line lets nobody in.",
        Of("htpasswd"),
        Fault.Origin,
        "Remove the line, or write NAME:HASH.");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash is null || line.User.Length == 0), users => $"There is no name with a colon behind it: {users}.");
}
