using System.Collections;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// The features of a described request, in one: no server has made them, and every question needs them. What waits for the end of the answer, which no server
/// sends, is told of it all the same.
/// </summary>
internal sealed class DescribedExchange(IHeaderDictionary fields, CancellationToken aborted)
    : IFeatureCollection, IHttpRequestFeature, IHttpResponseFeature, IHttpConnectionFeature, IHttpRequestLifetimeFeature
{
    private readonly CancellationToken _aborted = aborted;
    private CancellationToken? _other;
    private FeatureCollection? _more;
    private StreamResponseBodyFeature? _content;
    private IHeaderDictionary? _answer;
    private Stack<(Func<object, Task> Callback, object State)>? _waiting;

    public string Protocol { get; set; } = "HTTP/1.1";

    public string Scheme { get; set; } = "";

    public string Method { get; set; } = "GET";

    public string PathBase { get; set; } = "";

    public string Path { get; set; } = "";

    public string QueryString { get; set; } = "";

    public string RawTarget { get; set; } = "";

    IHeaderDictionary IHttpRequestFeature.Headers { get; set; } = fields;

    Stream IHttpRequestFeature.Body { get; set; } = UnpassedContent.Instance;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => _answer ??= new HeaderDictionary();
        set => _answer = value;
    }

    Stream IHttpResponseFeature.Body
    {
        get => Content.Stream;
        set => throw new NotSupportedException();
    }

    public bool HasStarted => false;

    public string ConnectionId { get; set; } = "";

    public IPAddress? RemoteIpAddress { get; set; }

    public IPAddress? LocalIpAddress { get; set; }

    public int RemotePort { get; set; }

    public int LocalPort { get; set; }

    CancellationToken IHttpRequestLifetimeFeature.RequestAborted
    {
        get => _other ?? _aborted;
        set => _other = value;
    }

    public bool IsReadOnly => false;

    public int Revision => _more?.Revision ?? 0;

    /// <summary>Whether something waits for the end.</summary>
    public bool IsAwaited => _waiting is { Count: > 0 };

    private StreamResponseBodyFeature Content => _content ??= new(new MemoryStream());

    public object? this[Type key]
    {
        get => _more?[key] ?? Own(key);
        set => (_more ??= new())[key] = value;
    }

    public TFeature? Get<TFeature>() => _more is { } more && more.Get<TFeature>() is { } set ? set : (TFeature?)Own(typeof(TFeature));

    public void Set<TFeature>(TFeature? instance) => (_more ??= new()).Set(instance);

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator()
    {
        foreach (var type in (Type[])[typeof(IHttpRequestFeature), typeof(IHttpResponseFeature), typeof(IHttpResponseBodyFeature), typeof(IHttpConnectionFeature), typeof(IHttpRequestLifetimeFeature)])
            yield return new(type, this[type]!);
        foreach (var other in _more ?? [])
        {
            if (Own(other.Key) is null)
                yield return other;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Abort()
    {
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state) => (_waiting ??= []).Push((callback, state));

    /// <summary>Tells what waits.</summary>
    public async Task CompleteAsync()
    {
        while (_waiting is { } waiting && waiting.TryPop(out var next))
            await next.Callback(next.State);
    }

    private object? Own(Type key)
    {
        if (key == typeof(IHttpRequestFeature) || key == typeof(IHttpResponseFeature) || key == typeof(IHttpConnectionFeature) || key == typeof(IHttpRequestLifetimeFeature))
            return this;
        return key == typeof(IHttpResponseBodyFeature) ? Content : null;
    }
}
