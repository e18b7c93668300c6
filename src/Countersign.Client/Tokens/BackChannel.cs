using System.Security.Authentication;
using Countersign.Client.Exchanges;

namespace Countersign.Client.Tokens;

/// <summary>
/// The connections on which a client talks to authorization servers. They are its own: what gets tokens must not wait for tokens. No redirects are followed, no
/// cookies kept, and of each answer only so much is read.
/// </summary>
public sealed class BackChannel : IDisposable
{
    /// <summary>How much of an answer is read, in octets.</summary>
    internal const int MaxLength = 512 * 1024;

    private readonly HttpMessageInvoker _invoker;

    /// <summary>Connections of the framework's, with what a network needs: a proxy, trusted authorities.</summary>
    /// <param name="handler">The connections; disposed with the channel. Redirects are switched off in it.</param>
    /// <exception cref="ArgumentException">It leads through a <see cref="ReauthenticationHandler"/>.</exception>
    public BackChannel(HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        for (var at = handler; at is DelegatingHandler { InnerHandler: var inner }; at = inner)
        {
            if (at is ReauthenticationHandler)
                throw new ArgumentException("A back channel leads past the handler that waits for its tokens.", nameof(handler));
        }

        Redirect.SwitchOffBelow(handler);
        _invoker = new(handler, disposeHandler: true);
    }

    /// <summary>The channel of all that name no other. It lives as long as the program.</summary>
    public static BackChannel Shared { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // names come to lead elsewhere
    });

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _invoker.Dispose();

    /// <summary>Whether secrets may be sent there: over TLS, or to this machine, and to nothing that hides in the address.</summary>
    internal static bool IsAllowed(Uri url) =>
        url.IsAbsoluteUri && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>Sends a request and reads the answer; a failure of the network is an answer, too.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    internal async Task<BackChannelAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            request.Headers.UserAgent.ParseAdd("Countersign");
            using var response = await _invoker.SendAsync(request, cancel);
            return new(response, await ReadAsync(response, cancel));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            return new(WordsFor(exception), exception);
        }
    }

    /// <summary>The content; null when it is too much, or packed though nobody asked for that.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentEncoding.Any(coding => coding is not "identity"))
            return null;

        // Whoever asks says how long is waited: what comes slowly may be the next refresh token.
        var read = new MemoryStream();
        var piece = new byte[8 * 1024];
        using var stream = await response.Content.ReadAsStreamAsync(cancel);
        while (await stream.ReadAsync(piece, cancel) is > 0 and var length)
        {
            if (read.Length + length > MaxLength)
                return null;
            read.Write(piece, 0, length);
        }

        return read.ToArray();
    }

    private static string WordsFor(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException } => "no trusted TLS connection",
        HttpRequestException request => request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name can't be resolved",
            HttpRequestError.ConnectionError => "no connection",
            HttpRequestError.SecureConnectionError => "no TLS connection",
            HttpRequestError.ResponseEnded => "the answer ended too early",
            HttpRequestError.ProxyTunnelError => "no way through the proxy",
            _ => "the answer is no sound HTTP",
        },
        IOException => "the answer ended too early",
        OperationCanceledException => "no answer in time",
        _ => $"the question failed ({exception.GetType().Name})",
    };
}
