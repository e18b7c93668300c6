using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class PlainText : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/plain-text",
        Severity.Error,
        "Passwords in plain text",
        "Whoever reads the file has them; and httpd on Linux lets nobody in by such a line, as it takes every one for a hash.",
        Of("Password Formats"),
        Fault.Origin,
        Anew);

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        Found(lines.Where(line => line.Hash?.Kind == HashKind.Plain), users => $"What is stored for {users} is no hash that a server knows.");
}
