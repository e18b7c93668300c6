using System.Security.Authentication;
using Countersign.AspNetCore.Telemetry;
using Countersign.Tokens;

namespace Countersign.AspNetCore.Outbound;

/// <summary>Asks issuers, for documents and about tokens: at most so long and so much of each, and without following anybody elsewhere. Failures are data.</summary>
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
    /// <param name="token">The access token with which it is asked for; null for none.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<Fetched> GetAsync(Uri url, CancellationToken cancel, Secret? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("application/json, */*;q=0.1");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token.Reveal());
        var answer = await AskAsync(request, static response => response.IsSuccessStatusCode, cancel);
        return new(answer.Octets, answer.MaxAge, answer.Failure);
    }

    /// <summary>Sends a form, such as a question about a token (RFC 7662 §2.1) or for one (RFC 6749 §4); its no is an answer, too.</summary>
    /// <param name="url">Where.</param>
    /// <param name="form">The fields.</param>
    /// <param name="client">How the gateway shows who it is.</param>
    /// <param name="cancel">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<FormAnswer> PostAsync(Uri url, IEnumerable<KeyValuePair<string, string>> form, ClientAuthentication client, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Accept.ParseAdd("application/json");
        var proof = client.Prove();
        if (proof.Authorization is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Reveal());
        request.Content = new FormUrlEncodedContent([.. form, .. proof.Fields]);
        var answer = await AskAsync(request, static response => response.IsSuccessStatusCode || (int)response.StatusCode is 400 or 401 or 403 or 413 or 414 or 422, cancel);
        return new(url, answer.Status, answer.Octets, answer.Failure);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A URL without what may be secret in it, and with nothing that a terminal would obey.</summary>
    public static string Shown(Uri url) => PeerText.Url(url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));

    private async Task<Answer> AskAsync(HttpRequestMessage request, Func<HttpResponseMessage, bool> isAnswer, CancellationToken cancel)
    {
        var url = request.RequestUri!;
        using var late = new CancellationTokenSource(Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            request.Headers.UserAgent.ParseAdd("Countersign");
            using var response = await _client.SendAsync(request, limit.Token);
            if (WhyNot(response, url, isAnswer) is { } refusal)
                return Fail(url, refusal, (int)response.StatusCode);
            return await ReadAsync(response, limit.Token) is { } octets
                ? new((int)response.StatusCode, octets, response.Headers.CacheControl?.MaxAge, null)
                : Fail(url, $"the answer is larger than {MaxLength / 1024} KiB", (int)response.StatusCode);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            // Whatever a peer does to the connection ends here, and what ends in another way is no reason to stop asking.
            return Fail(url, late.IsCancellationRequested ? $"no whole answer within {Timeout.TotalSeconds} s" : WordsFor(exception));
        }
    }

    /// <summary>The content; null when it is too much.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancel);
        using var read = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await content.ReadAsync(piece, cancel) is > 0 and var length)
        {
            if (read.Length + length > MaxLength)
                return null;
            read.Write(piece, 0, length);
        }

        return read.ToArray();
    }

    private static string? WhyNot(HttpResponseMessage response, Uri url, Func<HttpResponseMessage, bool> isAnswer)
    {
        if (isAnswer(response))
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

    private static Answer Fail(Uri url, string failure, int status = 0) => new(status, null, null, $"{Shown(url)}: {failure}");

    private readonly record struct Answer(int Status, byte[]? Octets, TimeSpan? MaxAge, string? Failure);
}
