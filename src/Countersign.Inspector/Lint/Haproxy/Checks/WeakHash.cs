using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Htpasswd;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class WeakHash : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/weak-hash",
        Severity.Warning,
        "Hashes that are guessed fast, or that are none",
        "HAProxy hands passwords to crypt(3): DES and MD5 are guessed fast, and what crypt does not know lets nobody in.",
        Of("userlist, user"),
        Fault.Proxy,
        "Write a hash by SHA-512: mkpasswd -m sha-512.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var user in server.Sections.Where(section => section.Name == "userlist").SelectMany(section => section.Children).Where(each => each.Name == "user"))
        {
            var words = user.Arguments.Select(argument => argument.Text).ToList();
            if (words.IndexOf("password") is > 0 and var at && at + 1 < words.Count && StoredHash.Of(words[at + 1]).Kind is (HashKind.Des or HashKind.Md5 or HashKind.Plain or HashKind.Sha1 or HashKind.Broken) and var kind)
                yield return Found($"What is stored for {words[0]} is {(kind is HashKind.Des ? "DES crypt" : kind is HashKind.Md5 ? "MD5" : "no hash that crypt knows")}.", user) with { Severity = kind is HashKind.Des or HashKind.Md5 ? Severity.Warning : Severity.Error };
        }
    }
}
