using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class BrokenHash : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/broken-hash",
        Severity.Error,
        "Lines that let nobody in",
        "What is cut off or left out is the hash of no password.",
        Of("Password Formats"),
        Fault.Origin,
        Anew);

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash?.Kind is HashKind.Broken or HashKind.Nothing), users => $"What is stored for {users} is missing or cut off.");
}
