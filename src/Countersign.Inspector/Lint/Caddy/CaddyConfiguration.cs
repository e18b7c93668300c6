using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>A Caddyfile.</summary>
/// <param name="Server">What it says.</param>
/// <param name="Files">The files that were read.</param>
internal sealed record CaddyConfiguration(CaddyServer Server, ImmutableArray<string> Files) : LintedConfiguration("caddy", Files)
{
    public override AccessDecision? Why(string method, Uri url) => Server.Ask(method, url);
}
