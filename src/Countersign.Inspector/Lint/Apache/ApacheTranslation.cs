using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>Where an address leads before anybody asks who wants it: elsewhere, to another server, or into the file system.</summary>
/// <param name="Request">The request with its file; with the address that it was rewritten to.</param>
/// <param name="Decision">What is decided already; null for nothing.</param>
/// <param name="By">What led there; null for the document root.</param>
internal sealed record ApacheTranslation(ApacheRequest Request, AccessDecision? Decision, Directive? By)
{
    private static readonly string[] RedirectNames = ["Redirect", "RedirectMatch", "RedirectPermanent", "RedirectTemp"];
    private static readonly string[] AliasNames = ["Alias", "ScriptAlias", "AliasMatch", "ScriptAliasMatch", "WSGIScriptAlias"];

    /// <summary>Where it is sent on to; null for nowhere.</summary>
    public string? Target { get; init; }

    public static ApacheTranslation Of(ApacheRequest request)
    {
        var rewrite = ApacheRewrite.Apply([.. request.Host.Own, .. ApacheRewrite.Inherited(request.Host)], request, "");
        request = rewrite.Request;
        if (rewrite.Decision is not null)
            return new(request, rewrite.Decision, rewrite.By);
        if (rewrite.Target is not null)
            return new(request, null, rewrite.By) { Target = rewrite.Target };
        if (request.File is not null)
            return new(request, null, rewrite.By);
        var locations = request.Host.Sections.Where(section => section.Kind == "Location" && section.IsForAddress(request.Path)).ToList();
        if (Proxied(request, locations) is var (proxy, target))
            return new(request, null, proxy) { Target = target };
        var here = locations.SelectMany(section => section.Directive.Children).LastOrDefault(each => ApacheReader.Is(each, "Redirect") && each.Arguments is [_] or [_, _] && Path(each) is null);
        if ((here ?? Redirect(request, request.Host.All(RedirectNames))) is { } redirect)
            return new(request, Redirected(request, redirect), redirect);
        return Mapped(request);
    }

    /// <summary>The first of some redirections that is for an address.</summary>
    public static Directive? Redirect(ApacheRequest request, IEnumerable<Directive> redirects) =>
        redirects.FirstOrDefault(each => RedirectNames.Contains(each.Name, StringComparer.OrdinalIgnoreCase) && Path(each) is { } path
            && (ApacheReader.Is(each, "RedirectMatch") ? ApachePatterns.Regex(path)?.IsMatch(request.Path) == true : IsBelow(request.Path, path)));

    public static AccessDecision Redirected(ApacheRequest request, Directive redirect)
    {
        var word = redirect.Arguments.Length > 1 && !redirect.Arguments[0].Text.StartsWith('/') ? redirect.Arguments[0].Text.ToLowerInvariant() : "";
        var status = word switch { "permanent" => 301, "seeother" => 303, "gone" => 410, _ => int.TryParse(word, out var number) ? number : ApacheReader.Is(redirect, "RedirectPermanent") ? 301 : 302 };
        return status is >= 300 and < 400
            ? new(Access.Redirected, $"{request.Method} {request.Path} is sent elsewhere before anybody asks for credentials: {redirect.Text}.") { Directives = [redirect], Status = status }
            : new(Access.Refused, $"{request.Method} {request.Path} is answered {status} whatever credentials it has: {redirect.Text}.") { Directives = [redirect], Status = status };
    }

    public static bool IsBelow(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || prefix.EndsWith('/') || path[prefix.Length] == '/');

    /// <summary>The addresses that lead to a folder on a host.</summary>
    public static IEnumerable<string> AddressesOf(ApacheHost host, string folder)
    {
        foreach (var alias in host.All("Alias", "ScriptAlias", "WSGIScriptAlias").Where(each => each.Arguments.Length == 2))
        {
            var (address, target) = (alias.Arguments[0].Text.TrimEnd('/'), alias.Arguments[1].Text.TrimEnd('/'));
            if (target == folder || folder.StartsWith(target + "/", StringComparison.Ordinal) || ApacheReader.Is(alias, "WSGIScriptAlias") && target.StartsWith(folder + "/", StringComparison.Ordinal))
                yield return address + (folder.Length > target.Length ? folder[target.Length..] : "") + "/";
        }

        if (host.DocumentRoot is { } root && (folder == root || folder.StartsWith(root + "/", StringComparison.Ordinal)))
            yield return folder[root.Length..] + "/";
        else if (host.DocumentRoot is { } below && (folder == "/" || below.StartsWith(folder + "/", StringComparison.Ordinal)))
            yield return "/";
    }

    private static (Directive Proxy, string Target)? Proxied(ApacheRequest request, List<ApacheSection> locations)
    {
        foreach (var inside in locations.SelectMany(section => section.Directive.Children).Reverse())
        {
            if ((ApacheReader.Is(inside, "ProxyPass") || ApacheReader.Is(inside, "ProxyPassMatch")) && inside.Arguments is [var to, ..] && !to.Text.StartsWith('/'))
                return to.Text == "!" ? null : (inside, to.Text);
        }

        var passes = (request.Host.Main?.All("ProxyPass", "ProxyPassMatch") ?? []).Concat(request.Host.Own.Where(each => ApacheReader.Is(each, "ProxyPass") || ApacheReader.Is(each, "ProxyPassMatch")));
        foreach (var each in passes.Where(each => each.Arguments.Length > 1))
        {
            var (from, to) = (each.Arguments[0].Text, each.Arguments[1].Text);
            var fits = ApacheReader.Is(each, "ProxyPassMatch") ? ApachePatterns.Regex(from)?.IsMatch(request.Path) == true : IsBelow(request.Path, from);
            if (fits)
                return to == "!" ? null : (each, to);
        }

        return null;
    }

    private static ApacheTranslation Mapped(ApacheRequest request)
    {
        foreach (var alias in request.Host.All(AliasNames).Where(each => each.Arguments.Length == 2))
        {
            var (from, to) = (alias.Arguments[0].Text, alias.Arguments[1].Text);
            if (alias.Name.EndsWith("Match", StringComparison.OrdinalIgnoreCase))
            {
                if (ApachePatterns.Regex(from)?.Match(request.Path) is { Success: true } match)
                    return new(request with { File = ApacheRewrite.Expand(to, match, null) }, null, alias);
            }
            else if (IsBelow(request.Path, from))
            {
                return new(request with { File = to + request.Path[from.Length..] }, null, alias);
            }
        }

        var root = request.Host.All("DocumentRoot").FirstOrDefault();
        return new(request with { File = request.Host.DocumentRoot + request.Path }, null, root);
    }

    // The path that a redirection is for; null where it is for the section that it stands in.
    private static string? Path(Directive redirect)
    {
        var hasStatus = redirect.Arguments is [var first, ..] && ApacheReader.Is(redirect, "Redirect") | ApacheReader.Is(redirect, "RedirectMatch")
            && (char.IsAsciiDigit(first.Text.FirstOrDefault()) || first.Text.ToLowerInvariant() is "permanent" or "temp" or "seeother" or "gone");
        var words = redirect.Arguments.Skip(hasStatus ? 1 : 0).ToList();
        return words is [var path, ..] && (words.Count > 1 || hasStatus) && !path.Text.Contains("://", StringComparison.Ordinal) ? path.Text : null;
    }
}
