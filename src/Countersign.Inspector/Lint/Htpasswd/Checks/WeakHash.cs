using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class WeakHash : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/weak-hash",
        Severity.Error,
        "Hashes that are guessed in hours",
        "DES crypt looks at eight characters alone, {SHA} is one round of SHA-1, mostly without a salt: the documentation itself calls them insecure.",
        Of("Password Formats"),
        Fault.Origin,
        Anew);

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash?.Kind is HashKind.Des or HashKind.Sha1), users => $"DES crypt or SHA-1 is what is stored for {users}.");
}
