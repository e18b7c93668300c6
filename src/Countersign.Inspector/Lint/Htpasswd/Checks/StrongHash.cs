using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class StrongHash : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/strong-hash",
        Severity.Good,
        "Hashes that take long to guess",
        "",
        Requirement.Practice,
        Fault.Nobody,
        "");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        lines.Length > 0 && lines.All(line => line.Hash is { Kind: HashKind.ShaCrypt or HashKind.Yescrypt } or { Kind: HashKind.Bcrypt, Cost: >= 10 }) ? Found(lines.Take(1), _ => "Every user has a hash that takes long to guess.") : [];
}
