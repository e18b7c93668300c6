using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class LetInByHeader : ApacheCheck
{
    private static readonly string[] OfTheServer = ["Remote_Addr", "Remote_Host", "Server_Addr", "Request_URI", "Request_Method", "Request_Protocol"];

    public override CheckRow Row { get; } = new(
        "apache/let-in-by-header",
        Severity.Error,
        "Whoever sends a field gets in without credentials",
        "Anybody can send any field with any value, X-Forwarded-For, Referer and User-Agent included: it proves nothing.",
        Requirement.Practice,
        Fault.Origin,
        "Let in by Require ip what may come without credentials; behind a proxy of yours take the address from mod_remoteip.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer.Decision.Access is Access.Challenged or Access.NotDecided && place.Answer.Rules is not null))
        {
            var rules = place.Answer.Rules!;
            var settings = place.Host.EnvironmentSettings.Concat(place.Directives).Where(IsByField).ToList();
            var any = rules.Hosts?.SatisfyAny("GET");
            var doors = rules.Authorization is { } root ? Alternatives(root).Select(rule => (rule.Directive, Names: rule.Words[1..].AsEnumerable())) : [];
            if (any is not null)
                doors = doors.Concat(rules.Hosts!.Directives.Where(each => ApacheReader.Is(each.Directive, "Allow")).Select(each => ((Directive?)each.Directive, each.Directive.Arguments.Select(argument => argument.Text).Where(text => text.StartsWith("env=", StringComparison.OrdinalIgnoreCase)).Select(text => text[4..]))));
            foreach (var (door, names) in doors)
            {
                if (settings.Find(setting => names.Any(name => Variables(setting).Contains(name, StringComparer.Ordinal))) is { } setting)
                    yield return Found($"{NameOf(place)} requires a user or a variable that {setting.Text} sets by what the client sends.", [door, setting, any]);
            }
        }
    }

    // A Require env that is enough by itself.
    private static IEnumerable<AuthorizationRule> Alternatives(AuthorizationRule rule) => rule.Join switch
    {
        AuthorizationJoin.None when rule is { IsNegated: false, Words: [var kind, ..] } && kind.Equals("env", StringComparison.OrdinalIgnoreCase) => [rule],
        AuthorizationJoin.Any when !rule.IsNegated => rule.Rules.SelectMany(Alternatives),
        AuthorizationJoin.All when !rule.IsNegated && rule.Rules.All(each => !each.NeedsUser) => rule.Rules.SelectMany(Alternatives),
        _ => [],
    };

    private static bool IsByField(Directive setting) =>
        setting.Name.StartsWith("BrowserMatch", StringComparison.OrdinalIgnoreCase)
        || setting.Name.StartsWith("SetEnvIf", StringComparison.OrdinalIgnoreCase) && setting.Arguments is [var attribute, ..] && !OfTheServer.Contains(attribute.Text, StringComparer.OrdinalIgnoreCase) && !setting.Name.Equals("SetEnvIfExpr", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Variables(Directive setting) =>
        setting.Arguments.Skip(setting.Name.StartsWith("BrowserMatch", StringComparison.OrdinalIgnoreCase) ? 1 : 2).Select(argument => argument.Text.Split('=')[0]);
}
