using System.Globalization;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What a request gets that nobody refused: a file, what another program answers, or another address within the server.</summary>
internal sealed class NginxContent(NginxWalk walk, NginxRequest request, NginxLocation? location, NginxScope scope)
{
    public NginxAnswer Answer()
    {
        var isInIf = scope.Block is { Name: "if" };
        var tried = isInIf ? null : location is null ? scope.Effective("try_files") : scope.Levels().TakeWhile(level => level.Block?.Name is "location" or "limit_except").Take(1).Select(level => level.OwnFirst("try_files")).FirstOrDefault();
        return tried is { Arguments.Length: >= 2 } ? Try(tried) : Send();
    }

    private NginxAnswer Try(Directive tried)
    {
        foreach (var name in tried.Arguments.SkipLast(1))
        {
            if (!(IsThere(name.Text) ?? walk.Conditions.Assume(tried)))
                continue;
            request.Note(tried);
            // A folder that is found stands in the address without the stroke that asked for one.
            if (walk.Variables.Expand(name.Text, request, scope) is { } found)
                request.Uri = found.EndsWith('/') ? found[..^1] : found;
            return Send();
        }

        request.Note(tried);
        var last = tried.Arguments[^1].Text;
        if (last.StartsWith('=') && int.TryParse(last.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return walk.Fail(status, status == 401 ? Access.Challenged : status is 403 ? Access.Refused : Access.Open, "there is no such file", request, scope, location);
        if (last.StartsWith('@'))
            return walk.RedirectToNamed(last, request);
        return walk.Variables.Expand(last, request, scope) is { } target
            ? walk.Redirect(target, request)
            : NginxWalk.Answer(Access.NotDecided, $"where {tried.Text} leads depends on the request", null, request, location);
    }

    private NginxAnswer Send()
    {
        var pass = NginxLocation.PassOf(scope) ?? location?.Pass;
        if (pass is not null)
        {
            request.Note(pass);
            return NginxWalk.Answer(Access.Open, $"nobody asks for credentials before {pass.Text}", request.ErrorStatus > 0 ? request.ErrorStatus : null, request, location) with { IsPassedOn = true };
        }

        if (location is not null && Handler() is { } handler)
        {
            request.Note(handler);
            return NginxWalk.Answer(Access.Open, $"nobody asks for credentials before {handler.Text}", request.ErrorStatus > 0 ? request.ErrorStatus : handler.Name is "stub_status" or "empty_gif" ? 200 : null, request, location);
        }

        return request.Uri.EndsWith('/') ? Index() : File();
    }

    private Directive? Handler() =>
        location!.Scope.Children.FirstOrDefault(child => child.Name is "stub_status" or "empty_gif" or "perl" or "js_content" or "api" or "status" or "check_status" || child.Name.StartsWith("content_by_lua", StringComparison.Ordinal));

    private NginxAnswer Index()
    {
        var index = scope.Effective(["index"]);
        var names = index.Count == 0 ? ["index.html"] : index.SelectMany(line => line.Arguments).Select(argument => argument.Text).ToList();
        foreach (var name in names)
        {
            if (walk.Variables.Expand(name, request, scope) is not { } expanded)
                continue;
            var target = expanded.StartsWith('/') ? expanded : request.Uri + expanded;
            if (!(IsThere(target) ?? (index.Count > 0 && walk.Conditions.Assume(index[0]))))
                continue;
            foreach (var line in index)
                request.Note(line);
            return request.UriChanges > 0 ? walk.Redirect(request.Arguments.Length > 0 ? $"{target}?{request.Arguments}" : target, request) : walk.Fail(500, Access.Failing, "index goes round in circles", request, scope, location);
        }

        return walk.Model.IsFragment || IsThere(request.Uri) is null
            ? Sent(null)
            : IsThere(request.Uri) is false ? walk.Fail(404, Access.Open, "there is no such file", request, scope, location) : scope.IsOn("autoindex") ? Sent(200) : walk.Fail(403, Access.Open, "the folder has no index", request, scope, location);
    }

    private NginxAnswer File()
    {
        if (request.Method is not ("GET" or "HEAD" or "POST"))
            return walk.Fail(405, Access.Open, "a file can only be read", request, scope, location);
        return IsThere(request.Uri) switch
        {
            null => Sent(null),
            true when request.Method == "POST" => walk.Fail(405, Access.Open, "a file can only be read", request, scope, location),
            true => Sent(200),
            _ when IsThere(request.Uri + "/") is true => Sent(301),
            _ => walk.Fail(404, Access.Open, "there is no such file", request, scope, location),
        };
    }

    private NginxAnswer Sent(int? status) =>
        NginxWalk.Answer(Access.Open, "nobody asks for credentials before a file is sent", request.ErrorStatus > 0 ? request.ErrorStatus : status, request, location) with { IsFile = true };

    // A name that ends with a stroke is that of a folder.
    private bool? IsThere(string name)
    {
        if (walk.Variables.Expand(name, request, scope) is not { } uri || NginxPaths.FileOf(uri.StartsWith('/') ? uri : "/" + uri, scope, out var folder) is not { } path)
            return null;
        var file = path;
        return walk.Model.Exists(file, folder) switch
        {
            null => null,
            false => false,
            true => name.EndsWith('/') || walk.Model.Files.Exists(file.TrimEnd('/') + "/") is not true,
        };
    }
}
