namespace Countersign.Client.Exchanges;

/// <summary>A request on its way to one origin, as schemes see it. A redirect begins another one, a replay does not.</summary>
public sealed class RequestLeg
{
    internal RequestLeg(HttpMethod method, Uri target, ReplayableContent content, string? partition)
    {
        Method = method;
        Target = target;
        Origin = Origin.Of(target);
        Content = content;
        Partition = partition;
    }

    /// <summary>The method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Where it goes.</summary>
    public Uri Target { get; }

    /// <summary>The origin of <see cref="Target"/>.</summary>
    public Origin Origin { get; }

    /// <summary>The request target as it stands on the wire: path and query (RFC 9112 §3.2.1).</summary>
    public string TargetText => Target.PathAndQuery;

    /// <summary>In whose name it is sent, where one client serves several people; null for everybody's.</summary>
    public string? Partition { get; }

    internal ReplayableContent Content { get; }

    /// <summary>The first leg of a caller's request.</summary>
    internal static RequestLeg First(HttpRequestMessage given, int copyLimit)
    {
        var options = RequestOptions.Of(given);
        Func<HttpContent>? factory = null;
        string? partition = null;
        options?.TryGetValue(RequestOptions.ContentFactory, out factory);
        options?.TryGetValue(RequestOptions.Partition, out partition);
        return new(given.Method, given.RequestUri!, ReplayableContent.Of(given.Content, factory, copyLimit), partition);
    }
}
