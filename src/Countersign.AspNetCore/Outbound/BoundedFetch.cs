using System.Security.Authentication;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.AspNetCore.Outbound;

/// <summary>Asks for documents of issuers: at most so long and so much of each, and without following anybody elsewhere. Failures are data.</summary>
internal sealed class BoundedFetch(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    /// <summary>How much of an answer is read, in octets.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>How long an answer may take, to its last octet.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _client = new(handler, disposeHandler: true);

    /// <summary>Gets a document.</summary>
    /// <param name="url">Where.</param>
    /// <param name="cancel">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<Fetched> GetAsync(Uri url, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.ParseAdd("application/json, */*;q=0.1");
            request.Headers.UserAgent.ParseAdd("Countersign");
            using var response = await _client.SendAsync(request, limit.Token);
            return WhyNot(response, url) is { } refusal ? Fail(url, refusal) : await ReadAsync(response, url, limit.Token);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            // Whatever a peer does to the connection ends here, and what ends in another way is no reason to stop asking.
            return Fail(url, late.IsCancellationRequested ? $"no whole answer within {Timeout.TotalSeconds} s" : WordsFor(exception));
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A URL without what may be secret in it, and with nothing that a terminal would obey.</summary>
    public static string Shown(Uri url) => PeerText.Url(url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));

    private static async Task<Fetched> ReadAsync(HttpResponseMessage response, Uri url, CancellationToken cancel)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancel);
        using var read = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await content.ReadAsync(piece, cancel) is > 0 and var length)
        {
            if (read.Length + length > MaxLength)
                return Fail(url, $"the answer is larger than {MaxLength / 1024} KiB");
            read.Write(piece, 0, length);
        }

        return new(read.ToArray(), response.Headers.CacheControl?.MaxAge, null);
    }

    private static string? WhyNot(HttpResponseMessage response, Uri url)
    {
        if (response.IsSuccessStatusCode)
            return response.Content.Headers.ContentEncoding.Any(coding => coding is not "identity") ? "the answer is compressed, which was not asked for" : null;
        var status = $"the answer is {(int)response.StatusCode}";
        return response.Headers.Location is { } location && Uri.TryCreate(url, location, out var target)
            ? $"{status} to {Shown(target)}; redirects are not followed"
            : status;
    }

    private static string WordsFor(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException inner } => PeerText.Failure($"no trusted TLS connection: {inner.Message}"),
        HttpRequestException request => request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name can't be resolved",
            HttpRequestError.ConnectionError => PeerText.Failure($"no connection: {request.Message}"),
            HttpRequestError.SecureConnectionError => "no TLS connection",
            HttpRequestError.ResponseEnded => "the answer ended too early",
            _ => "the answer is no sound HTTP",
        },
        IOException => "the answer ended too early",
        _ => $"the question failed ({exception.GetType().Name})",
    };

    private static Fetched Fail(Uri url, string failure) => new(null, null, $"{Shown(url)}: {failure}");
}
