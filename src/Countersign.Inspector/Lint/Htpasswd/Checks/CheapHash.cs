using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class CheapHash : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/cheap-hash",
        Severity.Warning,
        "Hashes by MD5",
        "A thousand rounds of MD5 are what a graphics card does millions of times a second.",
        Requirement.Practice,
        Fault.Origin,
        Anew);

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash?.Kind == HashKind.Md5), users => $"apr1 or md5crypt is what is stored for {users}.");
}
