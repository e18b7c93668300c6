using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.WebConsole;

/// <summary>A console without a listener: requests go in as contexts.</summary>
internal sealed class ConsoleHost(ConsoleOptions? options = null) : IAsyncDisposable
{
    private readonly ConsoleApplication _console = new(options ?? new());

    /// <summary>Opens what the pages to learn need, as whoever mounts the console may.</summary>
    public Task<Uri?> OpenLabAsync() => _console.OpenLabAsync(CancellationToken.None);

    /// <summary>What a person's browser gets.</summary>
    public async Task<ConsoleAnswer> AskAsync(string target, Action<HttpRequest>? change = null)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        var (path, query) = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? (target[..at], target[at..]) : (target, "");
        var request = context.Request;
        (request.Method, request.Scheme, request.Host, request.Path, request.QueryString) = ("GET", "http", new("127.0.0.1", 8402), path, new(query));
        request.Headers["Sec-Fetch-Site"] = "none";
        using var content = new MemoryStream();
        context.Response.Body = content;
        change?.Invoke(request);
        await _console.ServeAsync(context);
        return new((HttpStatusCode)context.Response.StatusCode, context.Response.Headers, System.Text.Encoding.UTF8.GetString(content.ToArray()));
    }

    /// <summary>Sends a form as a page of the console does.</summary>
    public Task<ConsoleAnswer> PostAsync(string path, params (string Name, string Value)[] values) => AskAsync(path, request =>
    {
        request.Method = "POST";
        request.Headers["Sec-Fetch-Site"] = "same-origin";
        var form = new FormUrlEncodedContent(values.Select(each => KeyValuePair.Create(each.Name, each.Value)));
        request.ContentType = form.Headers.ContentType!.ToString();
        request.Body = form.ReadAsStream();
        request.ContentLength = request.Body.Length;
    });

    public ValueTask DisposeAsync() => _console.DisposeAsync();
}

/// <summary>What came back.</summary>
internal sealed record ConsoleAnswer(HttpStatusCode Status, IHeaderDictionary Fields, string Text);
