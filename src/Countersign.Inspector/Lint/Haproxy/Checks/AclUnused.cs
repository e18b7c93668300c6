using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class AclUnused : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/acl-unused",
        Severity.Error,
        "Credentials that nobody asks for",
        "An acl only names a test. Without a rule that goes by it, nobody has to sign in.",
        Of("http-request auth"),
        Fault.Proxy,
        "Add http-request auth unless NAME below it.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var section in server.Sections)
        {
            foreach (var acl in section.Children.Where(each => each.Name == "acl" && each.Arguments.Length > 1 && each.Arguments[1].Text.StartsWith("http_auth", StringComparison.Ordinal)))
            {
                var name = acl.Arguments[0].Text;
                if (!section.Children.Any(each => each.Name != "acl" && each.Arguments.Any(argument => argument.Text.TrimStart('!') == name)))
                    yield return Found($"{acl.Text} is there, and no rule of {HaproxyServer.NameOf(section)} goes by it.", acl);
            }
        }
    }
}
