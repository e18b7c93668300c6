using System.Net;

namespace Countersign.Cli.Requests.Recording;

/// <summary>Keeps the cookies of one exchange, as a browser would from leg to leg. The framework would add them where nobody sees them.</summary>
internal sealed class CookieHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly CookieContainer _cookies = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isAdded = false;
        if (!request.Headers.NonValidated.Contains("Cookie") && _cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
            isAdded = request.Headers.TryAddWithoutValidation("Cookie", cookies);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.NonValidated.TryGetValues("Set-Cookie", out var lines))
            {
                foreach (var line in lines)
                    Keep(request.RequestUri!, line);
            }

            return response;
        }
        finally
        {
            if (isAdded)
                request.Headers.Remove("Cookie");
        }
    }

    private void Keep(Uri url, string line)
    {
        try
        {
            _cookies.SetCookies(url, line);
        }
        catch (CookieException)
        {
            // No cookie that a client keeps; the story shows it all the same.
        }
    }
}
