using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd.SignIn;

/// <summary>A proxy before the gateway that does what it should not.</summary>
internal sealed class MeddlingProxy : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _client;

    private MeddlingProxy(WebApplication server, HttpClient client) => (_server, _client) = (server, client);

    public int Port => new Uri(_server.Urls.Single()).Port;

    /// <summary>Starts one.</summary>
    /// <param name="gateway">What it stands before.</param>
    /// <param name="adds">A field that it adds to requests.</param>
    /// <param name="drops">What the cookies begin with that it takes off answers.</param>
    public static async Task<MeddlingProxy> StartAsync(string gateway, (string Name, string Value)? adds = null, string? drops = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        server.Run(context => ForwardAsync(context, client, gateway, adds, drops));
        await server.StartAsync();
        return new(server, client);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private static async Task ForwardAsync(HttpContext context, HttpClient client, string gateway, (string Name, string Value)? adds, string? drops)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), gateway + context.Request.Path + context.Request.QueryString);
        if (context.Request.ContentLength > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(field => field.Key != "Connection"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        if (adds is { } added)
            request.Headers.Add(added.Name, added.Value);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(field => field.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = values.Where(value => name != "Set-Cookie" || drops is null || !value.StartsWith(drops, StringComparison.Ordinal)).ToArray();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
