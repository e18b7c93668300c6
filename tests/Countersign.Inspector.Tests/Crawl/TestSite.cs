using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>A site on loopback that answers as it is told to, and remembers what it was asked.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly List<(Func<string, bool> Where, RequestDelegate Answer)> _guards = [];
    private readonly ConcurrentQueue<Asked> _asked = new();

    private TestSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.First() + "/");

    public IReadOnlyCollection<Asked> Asked => _asked;

    public static async Task<TestSite> StartAsync()
    {
        var site = new TestSite();
        await site._app.StartAsync();
        return site;
    }

    public IEnumerable<string> Paths => _asked.Select(asked => asked.Path);

    public TestSite Page(string path, string body, string head = "") => Content(path, "text/html; charset=utf-8", $"<!DOCTYPE html><html><head><title>{path}</title><link rel=icon href=/icon.png>{head}</head><body>{body}</body></html>");

    public TestSite Content(string path, string type, string body = "x") => Answer(path, context =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    });

    public TestSite Answer(string path, RequestDelegate answer)
    {
        _answers[path] = answer;
        return this;
    }

    public TestSite Status(string path, int status) => Answer(path, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Refuses what lies below a path.</summary>
    public TestSite Guard(string prefix, string challenge = "Basic realm=\"Staff\", charset=\"UTF-8\"") => Guard(path => path.StartsWith(prefix, StringComparison.Ordinal), context => RefuseAsync(context, challenge));

    public TestSite Guard(Func<string, bool> where, RequestDelegate answer)
    {
        _guards.Add((where, answer));
        return this;
    }

    public static Task RefuseAsync(HttpContext context, string challenge)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _asked.Enqueue(new(context.Request.Method, path + context.Request.QueryString.Value, context.Request.Headers.Authorization.ToString(), context.Request.Headers.UserAgent.ToString(), context.Connection.Id));
        if (context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:right"))}" && _guards.Find(guard => guard.Where(path)) is { Answer: { } guard })
            return guard(context);
        if (_answers.TryGetValue(path, out var answer))
            return answer(context);
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}

/// <summary>A request that reached the site.</summary>
internal sealed record Asked(string Method, string Path, string Authorization, string Agent, string Connection);
