using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class DigestIsMd5 : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/digest-is-md5",
        Severity.Warning,
        "Digest by MD5",
        "mod_auth_digest knows MD5 alone, current browsers and libraries turn from it, and what its file holds is as good as the passwords.",
        new("RFC 7616 §5.13"),
        Fault.Origin,
        "Use AuthType Basic over TLS with bcrypt hashes, or a gateway that offers SHA-256.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server) =>
        Once(server, place => place.Answer.Decision is { Access: Access.Challenged } && ApacheAccess.TextOf(place.Answer.Rules!.AuthType).Equals("digest", StringComparison.OrdinalIgnoreCase))
            .Select(place => Found($"{NameOf(place)} asks for Digest, which mod_auth_digest has by MD5 alone.", place.Answer.Rules!.AuthType));
}
