using Countersign.WebConsole.Assets;
using Countersign.WebConsole.Beside;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Layout;
using Countersign.WebConsole.Ports;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.WebConsole;

/// <summary>The console, wherever it is mounted: all of it lies below the PathBase of the request.</summary>
internal sealed class ConsoleApplication : IAsyncDisposable
{
    // A recording may be that large; of what is posted nothing is written to a disk.
    private const int MaxPosted = 16 * 1024 * 1024;

    private static readonly FormOptions FormLimits = new()
    {
        MemoryBufferThreshold = MaxPosted + 1,
        MultipartBodyLengthLimit = MaxPosted,
        ValueLengthLimit = MaxPosted,
        BufferBody = false,
    };

    private readonly ConsoleOptions _options;
    private readonly ConsolePage[] _pages;
    private readonly ConsoleState _state = new();
    private readonly ILogger _log;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public ConsoleApplication(ConsoleOptions options)
    {
        _options = options;
        _pages = [.. ConsolePages.For(options)];
        _log = options.Loggers.CreateLogger("Countersign.WebConsole");
    }

    /// <summary>Opens the server of the pages to learn before one of them asks for it; null where there is none.</summary>
    /// <exception cref="IOException">The address is in use, or can't be listened on.</exception>
    public async Task<Uri?> OpenLabAsync(CancellationToken cancel) => _options.Lab is null ? null : (await LabBeside.Of(_state, _options).StartAsync(cancel)).Url;

    /// <summary>Answers a request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        SecurityFields.Write(context.Response.Headers);
        if (RequestRules.FaultOf(context.Request, _options.Hosts) is var (status, sentence))
        {
            if (status == StatusCodes.Status405MethodNotAllowed)
                context.Response.Headers.Allow = "GET, HEAD, POST";
            await SayAsync(context, status, sentence);
            return;
        }

        var path = context.Request.Path.Value?.TrimStart('/') ?? "";
        if (path.StartsWith($"{ConsoleAssets.Folder}/", StringComparison.Ordinal))
        {
            if (!await ConsoleAssets.AnswerAsync(context, path[(ConsoleAssets.Folder.Length + 1)..]))
                await SayAsync(context, StatusCodes.Status404NotFound, "There is no such file.");
            return;
        }

        var (page, rest, part) = Find(path) ?? (ConsolePages.Nowhere, "", null);
        await AnswerAsync(context, page, rest, part);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _state.DisposeAsync();
        await _services.DisposeAsync();
    }

    private (ConsolePage Page, string Place, PagePart? Part)? Find(string path)
    {
        var cut = path.IndexOf('/', StringComparison.Ordinal);
        var (name, rest) = cut < 0 ? (path, "") : (path[..cut], path[(cut + 1)..]);
        if (Array.Find(_pages, page => page.Name == name) is not { } page)
            return null;
        if (page.Parts.FirstOrDefault(part => part.Name == rest) is { } part)
            return (page, rest, part);
        return rest.Length == 0 || page.HasPlaces ? (page, rest, null) : null;
    }

    private async Task AnswerAsync(HttpContext context, ConsolePage page, string rest, PagePart? part)
    {
        try
        {
            var form = await FormAsync(context.Request);
            var request = new ConsoleRequest(context, _options, page, rest, form, _state);
            if (part is not null)
                await part.AnswerAsync(request);
            else
                await WriteAsync(context, request, await RenderAsync(request));
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            await SayAsync(context, StatusCodes.Status413PayloadTooLarge, "The form can't be read, or is larger than 16 MiB.");
        }
        catch (GatewayUnavailableException failure) when (!context.Response.HasStarted)
        {
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, failure.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception exception)
        {
            _log.PageFailed(exception, page.Name);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await SayAsync(context, StatusCodes.Status500InternalServerError, "The page has failed, and the log says why.");
        }
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.HasFormContentType ? await request.ReadFormAsync(FormLimits, request.HttpContext.RequestAborted) : FormCollection.Empty;

    private async Task<string> RenderAsync(ConsoleRequest request)
    {
        await using var renderer = new HtmlRenderer(_services, _options.Loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var drawn = await renderer.RenderComponentAsync<ConsoleRoot>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ConsoleRoot.Request)] = request }));
            return drawn.ToHtmlString();
        });
    }

    private static async Task WriteAsync(HttpContext context, ConsoleRequest request, string page)
    {
        if (request.Elsewhere is { } address)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = address;
            return;
        }

        context.Response.StatusCode = request.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(page, context.RequestAborted);
    }

    private static Task SayAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }
}
