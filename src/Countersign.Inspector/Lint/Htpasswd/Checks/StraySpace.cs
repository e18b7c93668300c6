using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class StraySpace : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/stray-space",
        Severity.Error,
        "A space beside the colon",
        "It is taken for part of the name or of the hash, so that the right password is refused.",
        Of("htpasswd"),
        Fault.Origin,
        "Remove the space.");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.HasStraySpace), users => $"There is a space beside the colon: {users}.");
}
