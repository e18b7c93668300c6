using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Htpasswd;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class RealmUnknown : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/realm-unknown",
        Severity.Error,
        "No user has the realm of AuthName",
        "The realm is part of what is hashed: a file made for another realm, or with other capitals, lets nobody in.",
        Of("mod_auth_digest, AuthName"),
        Fault.Origin,
        "Write the realm of the file behind AuthName, or make the file anew: htdigest -c FILE REALM USER.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer is { Decision: { Access: Access.Challenged, Status: 401 } }))
        {
            var rules = place.Answer.Rules!;
            if (!ApacheAccess.TextOf(rules.AuthType).Equals("digest", StringComparison.OrdinalIgnoreCase) || rules.Last("AuthUserFile") is not { } named || rules.Last("AuthName") is not { } realm)
                continue;
            var realms = (server.Files.Read(server.Reader.Full(ApacheAccess.TextOf(named))) ?? "").Split('\n').Select(line => line.Split(':')).Where(parts => parts.Length > 2).Select(parts => UserLine.ShownPart(parts[1])).ToHashSet(StringComparer.Ordinal);
            if (realms.Count > 0 && !realms.Contains(ApacheAccess.TextOf(realm)))
                yield return Found($"{NameOf(place)} asks for the realm {ApacheAccess.TextOf(realm)}, and the users of {ApacheAccess.TextOf(named)} are of {string.Join(", ", realms.Order(StringComparer.Ordinal).Take(3))}.", [realm, named]);
        }
    }
}
