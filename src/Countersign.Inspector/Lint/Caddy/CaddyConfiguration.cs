using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>A Caddyfile.</summary>
/// <param name="Server">What it says.</param>
/// <param name="Files">The files that were read.</param>
/// <param name="Secrets">The secrets that were found.</param>
internal sealed record CaddyConfiguration(CaddyServer Server, ImmutableArray<string> Files, ConfigurationSecrets Secrets) : LintedConfiguration("caddy", Files)
{
    public override AccessDecision? Why(string method, Uri url) => Secrets.Without(Server.Ask(method, url));
}
