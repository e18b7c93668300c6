namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>A configuration of HAProxy.</summary>
/// <param name="Server">What it says.</param>
/// <param name="File">The file.</param>
/// <param name="Secrets">The secrets that were found.</param>
internal sealed record HaproxyConfiguration(HaproxyServer Server, string File, ConfigurationSecrets Secrets) : LintedConfiguration("haproxy", [File])
{
    public override AccessDecision? Why(string method, Uri url) => Secrets.Without(Server.Ask(HaproxyRequest.Of(method, url)));
}
