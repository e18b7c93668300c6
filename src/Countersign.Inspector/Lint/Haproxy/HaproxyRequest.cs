namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>A request without credentials, from nowhere in particular, as HAProxy looks at it: nothing is decoded.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path as it is sent.</param>
/// <param name="Host">The name in the address.</param>
/// <param name="Port">The port it comes to.</param>
/// <param name="IsTls">Whether by TLS.</param>
internal sealed record HaproxyRequest(string Method, string Path, string Host, int Port, bool IsTls)
{
    public static HaproxyRequest Of(string method, Uri url)
    {
        var text = url.OriginalString;
        var start = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
        var path = start < 0 ? "/" : text[start..].Split('?', '#')[0];
        return new(method, path, url.Host, url.Port, url.Scheme == "https");
    }
}
