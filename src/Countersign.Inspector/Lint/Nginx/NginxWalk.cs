using System.Globalization;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Goes with a request through the phases of nginx: rewriting, the location, rewriting again, who gets in, the content; and through error pages where that ends badly.</summary>
internal sealed class NginxWalk(NginxModel model, NginxServer server, NginxConditions conditions)
{
    private const int MaxSteps = 40;

    private int _steps;

    public NginxModel Model => model;

    public NginxServer Server => server;

    public NginxConditions Conditions => conditions;

    public NginxVariables Variables { get; } = new(model);

    /// <summary>Goes from the server's own rewriting on.</summary>
    public NginxAnswer Begin(NginxRequest request)
    {
        model.Judging.Count(40);
        var rewriting = new NginxRewriting(this, request);
        return rewriting.Run(server.Scope) is { } end ? End(end, request, server.Scope, null) : Search(request);
    }

    public NginxAnswer Subrequest(NginxRequest request, string uri)
    {
        var subrequest = request.Subrequest(uri);
        subrequest.UriChanges = request.UriChanges - 1;
        return Begin(subrequest);
    }

    /// <summary>Ends with a status, or with its error page.</summary>
    /// <param name="status">The status.</param>
    /// <param name="access">What that means.</param>
    /// <param name="reason">Why.</param>
    /// <param name="request">The request.</param>
    /// <param name="scope">The level that ends it.</param>
    /// <param name="location">The location that ends it.</param>
    public NginxAnswer Fail(int status, Access access, string reason, NginxRequest request, NginxScope scope, NginxLocation? location)
    {
        var isFirst = !request.HasErrorPage;
        request.ErrorStatus = status;
        if ((isFirst || scope.IsOn("recursive_error_pages")) && request.UriChanges > 0 && PageOf(status, scope) is { } page)
        {
            request.HasErrorPage = true;
            request.Note(page);
            var shown = Show(page, status, request, scope);
            // A file that is not there refuses nobody: what stands in for it decides.
            if (access == Access.Open)
                return shown;
            return shown with { Access = access, Reason = shown.Status == status || shown.Status is null ? reason : $"{reason}, and {page.Text} makes a {shown.Status} of that", IsPassedOn = false, IsFile = false };
        }

        return Answer(access, reason, status, request, location);
    }

    private NginxAnswer Search(NginxRequest request)
    {
        var location = NginxChoice.Of(server, request, out var isUnknown, out var addsStroke);
        if (isUnknown)
            return Answer(Access.NotDecided, "an expression of a location can't be read here", null, request, location);
        if (location is not null)
            request.Note(location.Block);
        if (addsStroke)
            return Answer(Access.Redirected, $"{location!.Block.Text} sends on to the same address with a stroke at its end", 301, request, location);
        return location is { IsInternal: true } && !request.IsInternal
            ? Fail(404, Access.Refused, $"{location.Block.Text} is internal", request, location.Scope, location)
            : Enter(location, request);
    }

    private NginxAnswer Enter(NginxLocation? location, NginxRequest request)
    {
        if (++_steps > MaxSteps)
            return Answer(Access.Failing, "the request goes round in circles", 500, request, location);
        // What holds for other methods has no rewriting of its location.
        var scope = Excepted(location?.Scope ?? server.Scope, location, request);
        if (location is not null)
        {
            var rewriting = new NginxRewriting(this, request);
            if (rewriting.Run(scope) is { } end)
                return End(end, request, rewriting.Level!, location);
            if (rewriting.IsMoved)
                return --request.UriChanges < 0 ? Answer(Access.Failing, "rewriting goes round in circles", 500, request, location) : Search(request);
            scope = rewriting.Level!;
        }

        if (!request.IsSubrequest && new NginxAdmission(this, request).Judge(scope) is var (status, reason))
        {
            var access = status switch { 0 => Access.NotDecided, 401 => Access.Challenged, >= 500 => Access.Failing, _ => Access.Refused };
            return status == 0 ? Answer(access, reason, null, request, location) : Fail(status, access, reason, request, scope, location);
        }

        return new NginxContent(this, request, location, scope).Answer();
    }

    private NginxAnswer End(NginxReturn end, NginxRequest request, NginxScope scope, NginxLocation? location)
    {
        var reason = $"{end.By.Text} answers before anybody asks for credentials";
        return end.Status switch
        {
            401 => Fail(401, Access.Challenged, $"{end.By.Text} refuses everybody", request, scope, location),
            444 => Answer(Access.Refused, $"{end.By.Text} closes the connection", null, request, location),
            >= 500 => Fail(end.Status, Access.Failing, reason, request, scope, location),
            >= 400 => Fail(end.Status, Access.Refused, $"{end.By.Text} refuses everybody", request, scope, location),
            301 or 302 or 303 or 307 or 308 => Fail(end.Status, Access.Redirected, reason, request, scope, location),
            _ => Answer(Access.Open, reason, request.ErrorStatus > 0 ? request.ErrorStatus : end.Status, request, location),
        };
    }

    // limit_except is a level of its own for all methods but those it names.
    private static NginxScope Excepted(NginxScope scope, NginxLocation? location, NginxRequest request)
    {
        if (location?.Scope.OwnFirst("limit_except") is not { } except)
            return scope;
        var named = except.Arguments.Select(argument => argument.Text.ToUpperInvariant()).ToList();
        if (named.Contains(request.Method) || (request.Method == "HEAD" && named.Contains("GET")))
            return scope;
        request.Note(except);
        return new(except, except.Children, location.Scope);
    }

    private static Directive? PageOf(int status, NginxScope scope)
    {
        var word = status.ToString(CultureInfo.InvariantCulture);
        return scope.Effective(["error_page"]).FirstOrDefault(page => page.Arguments.SkipLast(1).Any(argument => argument.Text == word));
    }

    private NginxAnswer Show(Directive page, int status, NginxRequest request, NginxScope scope)
    {
        var overwrite = page.Arguments.SkipLast(1).LastOrDefault(argument => argument.Text.StartsWith('='))?.Text;
        int? changed = overwrite is null ? null : int.TryParse(overwrite.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        request.ErrorStatus = changed ?? status;
        var target = Variables.Expand(page.Arguments[^1].Text, request, scope);
        if (target is null)
            return Answer(Access.NotDecided, "where its error page leads depends on the request", null, request, null);
        if (target.StartsWith('@'))
        {
            if (!server.Named.TryGetValue(target, out var named))
                return Answer(Access.Failing, $"there is no {target}", 500, request, null);
            request.IsInternal = true;
            request.UriChanges--;
            request.Note(named.Block);
            return Enter(named, request);
        }

        if (!target.StartsWith('/'))
            return Answer(Access.Redirected, $"{page.Text} sends on", changed is 301 or 302 or 303 or 307 or 308 ? changed : 302, request, null);
        if (request.Method != "HEAD")
            request.Method = "GET";
        return Redirect(target, request);
    }

    /// <summary>Goes on with another address, within the server.</summary>
    public NginxAnswer Redirect(string target, NginxRequest request)
    {
        if (--request.UriChanges < 0 || ++_steps > MaxSteps)
            return Answer(Access.Failing, "the request goes round in circles", 500, request, null);
        request.IsInternal = true;
        request.SetTarget(target);
        return Begin(request);
    }

    /// <summary>Goes on with a location by its name.</summary>
    public NginxAnswer RedirectToNamed(string name, NginxRequest request)
    {
        if (--request.UriChanges < 0 || !server.Named.TryGetValue(name, out var location))
            return Answer(Access.Failing, $"there is no {name}", 500, request, null);
        request.IsInternal = true;
        request.Note(location.Block);
        return Enter(location, request);
    }

    public static NginxAnswer Answer(Access access, string reason, int? status, NginxRequest request, NginxLocation? location) =>
        new(access, reason, status) { Location = location, Trace = [.. request.Trace] };
}
