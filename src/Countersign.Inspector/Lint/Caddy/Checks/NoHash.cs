using System.Text;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class NoHash : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/no-hash",
        Severity.Error,
        "What stands behind a name is no hash",
        "Caddy takes bcrypt alone, as it is or in Base64, and argon2 in late versions. With anything else it does not start or lets nobody in; a password in plain text is known to all who read the file.",
        Of("basic_auth"),
        Fault.Proxy,
        "Write what caddy hash-password says.");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        foreach (var user in server.Asking.Where(each => each.Asking.Name != "forward_auth").SelectMany(each => each.Asking.Children).Distinct())
        {
            if (user.Arguments is [var hash, ..] && !hash.Text.StartsWith('{') && !IsHash(hash.Text) && !IsHash(Decoded(hash.Text)))
                yield return Found($"What stands behind {user.Name} is no hash that Caddy knows.", user);
        }
    }

    private static bool IsHash(string text) =>
        (text.StartsWith("$2", StringComparison.Ordinal) || text.StartsWith("$argon2", StringComparison.Ordinal) || text.StartsWith("$scrypt", StringComparison.Ordinal)) && text.Length > 50;

    private static string Decoded(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var count) ? Encoding.Latin1.GetString(octets, 0, count) : "";
    }
}
