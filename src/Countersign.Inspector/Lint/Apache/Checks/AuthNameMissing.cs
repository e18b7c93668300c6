using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class AuthNameMissing : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/auth-name-missing",
        Severity.Error,
        "AuthType without AuthName",
        "A challenge needs a realm. Without AuthName httpd answers 500 to everybody (AH01615).",
        Of("mod_authn_core, AuthName"),
        Fault.Origin,
        "Add AuthName beside AuthType.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer is { Decision.Access: Access.Failing, Rules.AuthType: not null }))
        {
            var (type, rules) = (place.Answer.Rules!.AuthType!, place.Answer.Rules);
            if (rules.Last("AuthName") is null && rules.Authorization is not null && ApacheAccess.TextOf(type).ToLowerInvariant() is "basic" or "digest")
                yield return Found($"{NameOf(place)} has {type.Text} and no AuthName: {(server.IsBeside ? "it" : place.Address)} is answered 500.", type) with { Certainty = server.IsWhole ? Certainty.Proved : Certainty.Likely };
        }
    }
}
