using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class AuthTypeMissing : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/auth-type-missing",
        Severity.Error,
        "A user is required, and there is no way to sign in",
        "Without AuthType the server can ask nobody for credentials and answers 500 to everybody.",
        Of("mod_authn_core, AuthType"),
        Fault.Origin,
        "Add AuthType, AuthName and where the users are, beside Require.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server) =>
        Once(server, place => !server.IsBeside && server.IsWhole && place is { Rules: not null, Answer: { Decision.Access: Access.Failing, Rules.AuthType: null, Walk.Forbidden: null } })
            .Select(place => Found($"{NameOf(place)} requires a user, and {(place.Answer.Rules!.Last("AuthType") is { } none ? $"{none.Text} takes every way to sign in away" : "no AuthType says how to sign in")}: {place.Address} is answered 500.", [.. place.Rules!.Leaves.Where(rule => rule.NeedsUser).Select(rule => rule.Directive), place.Answer.Rules.Last("AuthType")]));
}
