using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What a server answers a request without credentials, with all that led there.</summary>
/// <param name="Request">The request, with its file.</param>
/// <param name="Translation">Where its address leads.</param>
/// <param name="Walk">The layers of its rules; null where none are asked.</param>
/// <param name="Rules">The rules, merged; null where none are asked.</param>
/// <param name="Decision">The answer.</param>
internal sealed record ApacheAnswer(ApacheRequest Request, ApacheTranslation Translation, ApacheWalk? Walk, ApacheAccess? Rules, AccessDecision Decision)
{
    private const int MaxTurns = 8;

    public static ApacheAnswer Of(ApacheServer server, ApacheRequest request)
    {
        var translation = ApacheTranslation.Of(request);
        if (translation.Decision is { } decided)
            return new(request, translation, null, null, Framed(request, decided));
        var walk = new ApacheWalk(server, translation.Request, translation.Target);
        var rules = new ApacheAccess(server, walk.Layers);
        var answer = new ApacheAnswer(translation.Request, translation, walk, rules, new(Access.NotDecided, ""));
        return answer with { Decision = Framed(request, answer.Decide(server)) };
    }

    private AccessDecision Decide(ApacheServer server)
    {
        var asked = $"{Request.Method} {Request.Path}";
        if (Walk!.Forbidden is { } forbidden)
            return new(Access.Failing, $"{asked} is answered 500: {forbidden.Place.File} may not say {forbidden.Name}, AllowOverride does not allow it.") { Status = 500, Directives = [forbidden] };
        var (access, status, reason, by) = Rules!.Decide(Request);
        ImmutableArray<Directive> directives = [.. Way(), .. by];
        if (access == Access.Open && After(server) is { } later)
            return later with { Directives = [.. directives, .. later.Directives] };
        if (access is Access.Open && Walk.Unread.FirstOrDefault(each => each.Allowed.IsUnknown).File is { } unread)
            (access, reason) = (Access.NotDecided, $"whether the server reads {unread} depends on AllowOverride, which is not in these files");
        var becomes = access switch
        {
            Access.Open => "is let through",
            Access.Challenged when status == 302 => "is sent to sign in",
            Access.Challenged => "is asked for credentials",
            Access.Refused => "is refused",
            Access.Failing => "fails",
            _ => "is not decided by these files",
        };
        return new(access, $"{asked} {becomes}{(status is { } code ? $" ({code})" : "")}: {reason}.") { Status = status, Directives = directives };
    }

    // The virtual host, what maps the address, and what else leads there.
    private IEnumerable<Directive> Way() => ((Directive?[])[Request.Host.Block, Translation.By]).OfType<Directive>();

    // What is done only once nobody has to sign in: redirections and rewriting of folders, the slash behind a folder's name, and its index.
    private AccessDecision? After(ApacheServer server)
    {
        if (Request.Turns > MaxTurns)
            return null;
        var directives = Walk!.Layers.SelectMany(layer => layer.Directives).ToList();
        if (ApacheTranslation.Redirect(Request, directives) is { } redirect)
            return ApacheTranslation.Redirected(Request, redirect);
        foreach (var layer in Walk.Layers.Reverse().Where(layer => layer.Find("RewriteEngine") is not null).Take(1))
        {
            var prefix = PrefixOf(layer);
            var rewrite = ApacheRewrite.Apply(layer.Directives, Request with { File = null }, prefix);
            if (rewrite.Decision is not null)
                return rewrite.Decision;
            if (rewrite.IsRewritten && rewrite.Target is null && rewrite.Request.Path != Request.Path)
                return Of(server, rewrite.Request with { File = null, Turns = Request.Turns + 1 }).Decision;
        }

        if (Request.File is not { Length: > 1 } file || Translation.Target is not null)
            return null;
        if (!file.EndsWith('/'))
            return server.Files.Exists(file + "/") == true ? new(Access.Redirected, $"{Request.Method} {Request.Path} is let through, and sent to {Request.Path}/.") { Status = 301 } : null;
        var names = directives.Concat(Request.Host.All("DirectoryIndex")).FirstOrDefault(each => ApacheReader.Is(each, "DirectoryIndex"))?.Arguments.Select(word => word.Text) ?? ["index.html"];
        var index = names.FirstOrDefault(name => !name.StartsWith('/') && server.Files.Exists(file + name) == true);
        return index is null ? null : Of(server, Request with { Path = Request.Path + index, File = null, Turns = Request.Turns + 1 }).Decision is { Access: not Access.Open } inner ? inner : null;
    }

    private string PrefixOf(ApacheLayer layer)
    {
        if (layer.Folder is not { } folder || Request.File is not { } file || !file.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal))
            return "";
        var below = file.Length - folder.TrimEnd('/').Length - 1;
        return below <= Request.Path.Length ? Request.Path[..^below] : "";
    }

    private static AccessDecision Framed(ApacheRequest request, AccessDecision decision) =>
        request.Host.Block is { } block && !decision.Directives.Contains(block) ? decision with { Directives = decision.Directives.Insert(0, block) } : decision;
}
