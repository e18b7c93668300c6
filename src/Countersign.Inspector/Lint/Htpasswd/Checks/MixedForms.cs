using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal sealed class MixedForms : HtpasswdCheck
{
    public override CheckRow Row { get; } = new(
        "htpasswd/mixed-forms",
        Severity.Error,
        "Lines of htpasswd and of htdigest in one file",
        "Basic and Digest need different files: whichever reads this one, some of its users get in nowhere.",
        Of("mod_auth_digest, AuthUserFile"),
        Fault.Origin,
        "Keep a file for each: htpasswd for Basic, htdigest for Digest.");

    public override IEnumerable<LintFinding> Judge(ImmutableArray<UserLine> lines) =>
        lines.Any(line => line.Realm is null && line.Hash is not null) ? Found(lines.Where(line => line.Realm is not null), users => $"Some lines are of htpasswd, and of htdigest are {users}.") : [];
}
