using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>A Caddyfile, and what it makes of a request.</summary>
internal sealed class CaddyServer
{
    public CaddyServer(ImmutableArray<Directive> blocks)
    {
        Options = blocks.FirstOrDefault(each => each.Name.Length == 0);
        Sites = [.. blocks.Where(each => each.Name.Length > 0 && !each.Name.StartsWith('&')).Select(each => new CaddySite(each))];
        Routes = CaddyRoutes.Of(Options);
    }

    public Directive? Options { get; }

    public Judging Judging { get; } = new();

    public ImmutableArray<CaddySite> Sites { get; }

    public CaddyRoutes Routes { get; }

    /// <summary>Every directive that asks for credentials, with its site.</summary>
    public IEnumerable<(Directive Asking, CaddySite Site)> Asking => Sites.SelectMany(site => site.Block.Descendants().Where(each => each.Name is "basic_auth" or "basicauth" or "forward_auth").Select(each => (each, site)));

    public AccessDecision? Ask(string method, Uri url) =>
        Sites.Select(site => (Site: site, Fits: site.Fits(url))).Where(each => each.Fits > 0).OrderByDescending(each => each.Fits).FirstOrDefault().Site is { } site
            ? Ask(site, method, Uri.UnescapeDataString(url.AbsolutePath), url) : null;

    public AccessDecision Ask(CaddySite site, string path, string method = "GET") => Ask(site, method, path, null);

    private AccessDecision Ask(CaddySite site, string method, string path, Uri? url)
    {
        Judging.Count(8 + site.Block.Children.Count);
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        var host = url?.Host ?? CaddySite.Parts(site.Addresses[0]).Host.TrimStart('*', '.');
        return Routes.Ask(site, new(method, path, host, url is null ? !CaddySite.IsPlain(site.Addresses[0]) : url.Scheme == "https"));
    }
}
