namespace Countersign.Client.Exchanges;

/// <summary>A request on its way to one origin, as schemes see it. A redirect begins another one, a replay does not.</summary>
public sealed class RequestLeg
{
    internal RequestLeg(HttpMethod method, Uri target, ReplayableContent content, string? partition, string? targetText = null)
    {
        Method = method;
        Address = target;
        Target = Handshake.AddressOf(target);
        Origin = Origin.Of(target);
        Content = content;
        Partition = partition;
        TargetText = targetText ?? target.PathAndQuery;
        IsForProxy = targetText is not null;
    }

    /// <summary>The method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Where it goes; of a WebSocket the address of http or https at which its handshake is made.</summary>
    public Uri Target { get; }

    /// <summary>The origin of <see cref="Target"/>.</summary>
    public Origin Origin { get; }

    /// <summary>The request target as it stands on the wire: path and query, for a proxy the whole address or host and port (RFC 9112 §3.2).</summary>
    public string TargetText { get; }

    /// <summary>Whether it is for a proxy: then <see cref="Origin"/> is that of the proxy, and <see cref="Target"/> its root.</summary>
    public bool IsForProxy { get; }

    /// <summary>In whose name it is sent, where one client serves several people; null for everybody's.</summary>
    public string? Partition { get; }

    /// <summary>Where it goes, as the handlers below are told.</summary>
    internal Uri Address { get; }

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
