using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class CheapBcrypt : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/cheap-bcrypt",
        Severity.Warning,
        "bcrypt that costs little",
        "htpasswd -B has a cost of 5 unless told otherwise; each step more doubles the work of whoever guesses.",
        Requirement.Practice,
        Fault.Origin,
        Anew);

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash is { Kind: HashKind.Bcrypt, Cost: < 10 }), users => $"The cost of bcrypt is below 10: {users}.");
}
