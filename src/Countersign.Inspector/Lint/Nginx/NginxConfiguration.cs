using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>The configuration of an nginx.</summary>
internal sealed record NginxConfiguration(NginxModel Model, ImmutableArray<string> Files) : LintedConfiguration("nginx", Files)
{
    /// <inheritdoc/>
    public override AccessDecision? Why(string method, Uri url)
    {
        if (url.Scheme is not ("http" or "https"))
            return null;
        var host = url.IdnHost.ToLowerInvariant();
        if (NginxNames.Choose(Model.Servers, host, url.Port, out var listens) is not { } server)
            return null;
        var target = url.PathAndQuery;
        var answer = NginxJudgement.Of(Model, server, () => new(method, url.Scheme, host, url.Port, target));
        var port = listens ? "" : string.Create(CultureInfo.InvariantCulture, $" (no server of these files listens on port {url.Port}: it was found by its name)");
        return Model.Reader.Secrets.Without(new AccessDecision(answer.Access, $"{method} {url.Scheme}://{url.Authority}{url.AbsolutePath} without credentials {Words(answer)}: {answer.Reason}{port}.")
        {
            Status = answer.Status,
            Directives = [.. Named(server, host), .. answer.Trace],
        });
    }

    private static string Words(NginxAnswer answer)
    {
        var status = answer.Status is { } number ? string.Create(CultureInfo.InvariantCulture, $" ({number})") : "";
        return answer.Access switch
        {
            Access.Open => answer.IsPassedOn ? $"is passed on{status}" : $"is answered{status}",
            Access.Challenged => $"is asked for credentials{status}",
            Access.Refused => $"is refused{status}",
            Access.Redirected => $"is sent elsewhere{status}",
            Access.Failing => $"fails{status}",
            _ => "can't be decided by these files alone",
        };
    }

    private static IEnumerable<Directive> Named(NginxServer server, string host)
    {
        var line = server.Scope.Own("server_name").FirstOrDefault(names => names.Arguments.Any(name => name.Text.Equals(host, StringComparison.OrdinalIgnoreCase))) ?? server.Scope.OwnFirst("server_name");
        return (line ?? server.Scope.Block) is { } directive ? [directive] : [];
    }
}
