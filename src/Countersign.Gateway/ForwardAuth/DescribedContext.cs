using System.Net;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth.Snippets;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>A described request as the server would have given it to the judge, and the answer that it would have got. Its content stays with the proxy.</summary>
internal sealed class DescribedContext
{
    private readonly DescribedExchange _exchange;

    private DescribedContext(IHeaderDictionary fields, CancellationToken aborted)
    {
        _exchange = new DescribedExchange(fields, aborted);
        Http = new DefaultHttpContext(_exchange);
    }

    /// <summary>The request, and its answer as far as it is written.</summary>
    public HttpContext Http { get; }

    /// <summary>The request that a question describes. The fields are the question's own ones, less those that describe.</summary>
    /// <param name="request">What was described; null for a question that can't be understood and is only to be answered.</param>
    /// <param name="fields">The fields of the question, which become those of the request.</param>
    /// <param name="told">Which fields of the question describe.</param>
    /// <param name="peer">Who asks.</param>
    /// <param name="aborted">The end of who asks.</param>
    public static DescribedContext Of(DescribedRequest? request, IHeaderDictionary fields, uint told, IPAddress peer, CancellationToken aborted)
    {
        QuestionFields.Remove(fields, told);
        if (fields.ContainsKey("Upgrade") || fields.ContainsKey("Sec-WebSocket-Key"))
        {
            // The proxy keeps to itself what is for one connection alone, and the handshake is to be judged as one.
            if (fields.ContainsKey("Sec-WebSocket-Key"))
                fields["Upgrade"] = "websocket";
            fields.Connection = "Upgrade";
        }

        var described = new DescribedContext(fields, aborted);
        var exchange = described._exchange;
        exchange.RemoteIpAddress = request?.Client ?? peer;
        if (request is null)
            return described;
        exchange.Method = request.Method;
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        exchange.Scheme = request.IsTls ? "https" : "http";
        exchange.RawTarget = request.Target;
        exchange.Path = query < 0 ? request.Target : request.Target[..query];
        exchange.QueryString = query < 0 ? "" : request.Target[query..];
        fields.Host = request.Authority;
        return described;
    }

    /// <summary>
    /// What is among the fields that the gateway takes off and a proxy would pass on, or null: another spelling of a protected field, which CGI and its heirs
    /// read as the field itself, or one of a family that proxies can't take off by its beginning.
    /// </summary>
    public static string? UnstrippedIn(IHeaderDictionary fields, GatewayState state)
    {
        foreach (var (name, _) in fields)
        {
            if (state.Scrubber.IsProtected(name) && (IsOdd(name) || !IsStripped(name, state.Configuration)))
                return name;
        }

        return null;
    }

    /// <summary>The content of the answer.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ContentAsync()
    {
        await Http.Response.BodyWriter.FlushAsync();
        var body = (MemoryStream)Http.Response.Body;
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Whether something waits for its end.</summary>
    public bool IsAwaited => _exchange.IsAwaited;

    /// <summary>Ends it, as the server ends a request.</summary>
    public Task CompleteAsync() => _exchange.CompleteAsync();

    private static bool IsStripped(string name, GatewayConfiguration configuration) =>
        SnippetOrder.IsStripped(name) || configuration.IdentityFields.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsOdd(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return true;
        }

        return false;
    }
}
