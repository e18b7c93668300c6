using System.Net;

namespace Countersign.EndToEnd.SignOn;

/// <summary>Somebody with a browser, which keeps cookies and goes where it is sent.</summary>
internal sealed class Person : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() });

    /// <summary>Where the browser was sent, in order.</summary>
    public List<Uri> Way { get; } = [];

    /// <summary>Opens a page and follows until there is one, or until it is sent where it stops.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string url, Func<Uri, bool>? stopsAt = null)
    {
        var place = new Uri(url);
        Way.Clear();
        for (var steps = 0; steps < 20; steps++)
        {
            Way.Add(place);
            using var request = new HttpRequestMessage(HttpMethod.Get, place);
            request.Headers.Add("Accept", "text/html");
            var response = await _client.SendAsync(request);
            if (response.Headers.Location is not { } location)
                return response;
            place = new(place, location);
            if (stopsAt?.Invoke(place) == true)
            {
                Way.Add(place);
                return response;
            }
        }

        throw new InvalidOperationException($"It goes round in circles:\n{string.Join('\n', Way)}");
    }

    /// <summary>Asks as a script does.</summary>
    public Task<HttpResponseMessage> FetchAsync(string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Sec-Fetch-Mode", "cors");
        return _client.SendAsync(request);
    }

    /// <summary>Presses a button.</summary>
    public Task<HttpResponseMessage> PostAsync(string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Origin", new Uri(url).GetLeftPart(UriPartial.Authority));
        return _client.SendAsync(request);
    }

    public void Dispose() => _client.Dispose();
}
