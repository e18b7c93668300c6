using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class InsecurePassword : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/insecure-password",
        Severity.Warning,
        "Passwords in plain text",
        "Whoever reads the file, its backups or its history has them.",
        Of("userlist, user"),
        Fault.Proxy,
        "Write password with a hash by SHA-512: mkpasswd -m sha-512.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        var users = server.Sections.Where(section => section.Name == "userlist").SelectMany(section => section.Children).Where(each => each.Name == "user" && each.Arguments.Any(argument => argument.Text == "insecure-password")).ToList();
        var stats = server.Sections.SelectMany(section => section.Children).Where(each => each.Name == "stats" && each.Arguments is [{ Text: "auth" }, _, ..]).ToList();
        if (users.Count > 0)
            yield return Found($"The password of {string.Join(", ", users.Select(user => user.Arguments.FirstOrDefault()?.Text).Take(5))} stands in the file.", users);
        if (stats.Count > 0)
            yield return Found("The password of the page of statistics stands in the file; stats auth knows no other way.", stats) with { Severity = Severity.Info, Fix = "Ask by stats http-request auth unless { http_auth(USERLIST) } with hashes in the userlist." };
    }
}
