using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>What Caddy makes of a request: directives in its own order, and in the written one within <c>route</c>.</summary>
/// <param name="order">The directives in the order in which they are run; empty for the usual one.</param>
internal sealed class CaddyRoutes(ImmutableArray<string> order)
{
    private static readonly ImmutableArray<string> Usual =
    [
        "map", "vars", "root", "header", "redir", "method", "rewrite", "uri", "try_files", "basic_auth", "forward_auth", "request_header", "handle", "route", "abort", "error", "respond", "metrics", "reverse_proxy", "php_fastcgi", "file_server", "acme_server",
    ];

    private readonly ImmutableArray<string> _order = order.IsEmpty ? Usual : order;

    /// <summary>The usual order with what the options change of it.</summary>
    public static CaddyRoutes Of(Directive? options)
    {
        var names = Usual.ToList();
        foreach (var said in options?.Children.Where(each => each.Name == "order" && each.Arguments.Length > 1) ?? [])
        {
            var (name, where) = (Bare(said.Arguments[0].Text), said.Arguments[1].Text);
            names.Remove(name);
            var at = said.Arguments.Length > 2 ? names.IndexOf(Bare(said.Arguments[2].Text)) : -1;
            names.Insert(where switch { "first" => 0, "before" when at >= 0 => at, "after" when at >= 0 => at + 1, _ => names.Count }, name);
        }

        return new([.. names]);
    }

    /// <summary>A directive's name as current versions call it.</summary>
    public static string Bare(string name) => name switch { "basicauth" => "basic_auth", "handle_path" => "handle", _ => name };

    public AccessDecision Ask(CaddySite site, CaddyRequest request)
    {
        var decision = Run(Sorted(site.Block.Children), request).Decision ?? new(Access.Open, $"{request.Method} {request.Path} is let through: nothing asks for credentials.");
        return decision with { Directives = decision.Directives.Insert(0, site.Block) };
    }

    private IEnumerable<Directive> Sorted(IEnumerable<Directive> directives) =>
        directives.Where(each => !each.Name.StartsWith('@')).Select(each => (Directive: each, Matcher: CaddyMatcher.Of(each))).OrderBy(each => _order.IndexOf(Bare(each.Directive.Name)) is >= 0 and var at ? at : int.MaxValue)
            .ThenBy(each => each.Matcher.IsForAll).ThenByDescending(each => Bare(each.Directive.Name) == "handle" || each.Matcher.Paths.Length == 1 ? each.Matcher.Paths.Sum(path => path.TrimEnd('*').Length) : 0).Select(each => each.Directive);

    private (AccessDecision? Decision, CaddyRequest Request) Run(IEnumerable<Directive> directives, CaddyRequest request)
    {
        var (isHandled, isRewritten) = (false, false);
        foreach (var each in directives)
        {
            var name = Bare(each.Name);
            if (!_order.Contains(name) || name == "handle" && isHandled || name == "rewrite" && isRewritten)
                continue;
            var fits = each.Name == "handle_path" && each.Arguments is [var prefix, ..] ? CaddyMatcher.IsPath(prefix.Text, request.Path) : CaddyMatcher.Of(each).Fits(request);
            if (fits == false || name is "map" or "vars" or "root" or "header" or "request_header" or "method" or "try_files")
                continue;
            if (fits is null)
                return (new(Access.NotDecided, $"Whether {each.Text} is for {request.Method} {request.Path} depends on what is not in these files.") { Directives = [each] }, request);
            isHandled |= name == "handle";
            isRewritten |= name == "rewrite";
            if (name is "handle" or "route")
            {
                var inner = each is { Name: "handle_path", Arguments.IsEmpty: false } ? request with { Path = Stripped(request.Path, each.Arguments[0].Text.TrimEnd('*')) } : request;
                var (decision, after) = Run(name == "handle" ? Sorted(each.Children) : each.Children.Where(child => !child.Name.StartsWith('@')), inner);
                if (decision is not null)
                    return (decision with { Directives = decision.Directives.Insert(0, each) }, after);
                request = each.Name == "route" ? after : request;
            }
            else if (name is "rewrite" or "uri")
            {
                request = request with { Path = Rewritten(each, request.Path) };
            }
            else if (End(each, name, request) is { } end)
            {
                return (end with { Directives = [each] }, request);
            }
        }

        return (null, request);
    }

    private static AccessDecision? End(Directive each, string name, CaddyRequest request)
    {
        var asked = $"{request.Method} {request.Path}";
        var status = StatusOf(each, name);
        return name switch
        {
            "basic_auth" => new(Access.Challenged, $"{asked} is asked for credentials (401) by {each.Text}.") { Status = 401 },
            "forward_auth" => new(Access.Challenged, $"{asked} is let through only if the server of {each.Text} says so."),
            "redir" => new(Access.Redirected, $"{asked} is sent elsewhere ({status}) by {each.Text}.") { Status = status },
            "abort" => new(Access.Refused, $"{asked} is cut off by {each.Text}."),
            "error" or "respond" when status is 401 => new(Access.Challenged, $"{asked} is answered 401 by {each.Text}.") { Status = 401 },
            "error" or "respond" when status is >= 300 and < 400 => new(Access.Redirected, $"{asked} is answered {status} by {each.Text}.") { Status = status },
            "error" or "respond" when status >= 400 && status != 404 => new(Access.Refused, $"{asked} is answered {status} by {each.Text}.") { Status = status },
            _ => new(Access.Open, $"{asked} is let through to {each.Text}: nothing before it asks for credentials."),
        };
    }

    private static int StatusOf(Directive each, string name)
    {
        var words = each.Arguments.Select(argument => argument.Text).ToList();
        var said = words.Select(word => word switch { "permanent" => 301, "temporary" => 302, "html" => 200, _ => word.Length == 3 && int.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : 0 }).LastOrDefault(number => number > 0);
        return said > 0 ? said : name switch { "redir" => 302, "error" => 500, _ => 200 };
    }

    private static string Stripped(string path, string prefix)
    {
        prefix = prefix.TrimEnd('/');
        var rest = path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? path[prefix.Length..] : path;
        return rest.StartsWith('/') ? rest : "/" + rest;
    }

    private static string Rewritten(Directive each, string path)
    {
        var words = each.Arguments.Select(argument => argument.Text).ToList();
        if (each.Name == "uri")
        {
            var at = words.FindIndex(word => word is "strip_prefix" or "strip_suffix");
            return at >= 0 && at + 1 < words.Count && words[at] == "strip_prefix" ? Stripped(path, words[at + 1].StartsWith('/') ? words[at + 1] : "/" + words[at + 1]) : path;
        }

        var to = words.LastOrDefault() ?? path;
        var written = to.Replace("{uri}", path, StringComparison.Ordinal).Replace("{path}", path, StringComparison.Ordinal).Replace("{http.request.uri}", path, StringComparison.Ordinal).Split('?')[0];
        return written.StartsWith('/') ? written : path;
    }
}
