using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class DigestHash : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/digest-hash",
        Severity.Warning,
        "What Digest by MD5 needs is as good as the passwords",
        "Whoever reads the file can answer every challenge with it, without guessing anything.",
        new("RFC 7616 §5.1"),
        Fault.Origin,
        "Let the file be read by the server alone, or use Basic over TLS with bcrypt.");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash?.Kind == HashKind.Digest).Take(1), _ => "The file is one of htdigest: each line is the hash of a user, a realm and a password, and nothing slows down guessing.");
}
