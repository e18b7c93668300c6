namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>A configuration of HAProxy.</summary>
/// <param name="Server">What it says.</param>
/// <param name="File">The file.</param>
internal sealed record HaproxyConfiguration(HaproxyServer Server, string File) : LintedConfiguration("haproxy", [File])
{
    public override AccessDecision? Why(string method, Uri url) => Server.Ask(HaproxyRequest.Of(method, url));
}
