using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class UserFileMissing : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/user-file-missing",
        Severity.Error,
        "There is no file of users",
        "The server asks for credentials, and answers 500 once somebody sends some.",
        Of("mod_authn_file, AuthUserFile"),
        Fault.Origin,
        "Name the file by AuthUserFile, and make it with htpasswd -cB FILE USER.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => !server.IsBeside && server.IsWhole && place.Answer is { Decision: { Access: Access.Challenged, Status: 401 } }))
        {
            var rules = place.Answer.Rules!;
            var kind = ApacheAccess.TextOf(rules.AuthType).ToLowerInvariant();
            var provider = rules.Last(kind == "digest" ? "AuthDigestProvider" : "AuthBasicProvider");
            if (kind is not ("basic" or "digest") || provider is not null && !provider.Arguments.All(argument => argument.Text.Equals("file", StringComparison.OrdinalIgnoreCase)))
                continue;
            if (rules.Last("AuthUserFile") is not { } named)
                yield return Found($"{NameOf(place)} has {rules.AuthType!.Text}, and no AuthUserFile says where the users are.", [rules.AuthType, provider]);
            else if (ApacheAccess.TextOf(named).StartsWith('/') && server.Files.Exists(ApacheAccess.TextOf(named)) == false && IsHere(server, place))
                yield return Found($"There is no file {ApacheAccess.TextOf(named)}.", named);
        }
    }

    // What the server serves is on this machine, so that what is not here is nowhere.
    private static bool IsHere(ApacheServer server, ProtectedPlace place) => place.Host.DocumentRoot is { } root && server.Files.Exists(root) == true;
}
