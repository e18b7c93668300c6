using System.Collections.Immutable;
using System.Net;
using Countersign.Client.Proofs;
using Countersign.Tokens;

namespace Countersign.Client.Tokens;

/// <summary>Where an authorization server gives tokens (RFC 6749 §3.2).</summary>
public sealed class TokenEndpoint
{
    private readonly ClientAuthentication _client;
    private readonly BackChannel _channel;
    private readonly DpopServer? _server;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="url">Where it is: https, or http on this machine.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="channel">The connections; null for <see cref="BackChannel.Shared"/>.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">Secrets must not be sent to that address.</exception>
    public TokenEndpoint(Uri url, ClientAuthentication client, BackChannel? channel = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(client);
        if (!BackChannel.IsAllowed(url))
            throw new ArgumentException("A token endpoint is an https address without user and fragment; http only on this machine.", nameof(url));
        (Url, _client, _channel, Clock) = (url, client, channel ?? BackChannel.Shared, clock ?? TimeProvider.System);
    }

    /// <summary>Where it is.</summary>
    public Uri Url { get; }

    /// <summary>The <c>client_id</c> of who asks.</summary>
    public string ClientId => _client.ClientId;

    /// <summary>The key that tokens are bound to (DPoP, RFC 9449 §5); null for none.</summary>
    public DpopKey? Key
    {
        get;
        init => (field, _server) = (value, value?.AuthorizationServer(Origin.Of(Url)));
    }

    /// <summary>The clock.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>The address and the client; nothing secret.</summary>
    public override string ToString() => $"{_client} at {Shown(Url)}";

    /// <summary>An address without what may be secret in it.</summary>
    internal static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Asks once; once more where the server demands its own nonce in a proof (RFC 9449 §8), or a proof by its own clock.</summary>
    /// <param name="form">The question; who asks is added to it.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    internal async Task<TokenEndpointAnswer> AskAsync(ImmutableArray<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            var asked = Clock.GetTimestamp();
            var proof = _client.Prove();
            var bound = _server?.Prove(HttpMethod.Post, Url, accessToken: null);
            var answer = await SendAsync(Url, form, proof, bound, cancel);
            if (bound is not null && answer.Headers is { } headers)
                _server!.Receive(bound, (HttpStatusCode)answer.Status, headers);
            var reading = new TokenEndpointReading(this, asked, form, proof).Read(answer);
            if (bound is null || reading.Error is not ("use_dpop_nonce" or "invalid_dpop_proof"))
                return reading;
            if (isAgain || !_server!.IsWorthAnother(bound))
                return reading.With(_server!.ClockWords());
        }
    }

    /// <summary>Sends a form to another endpoint of the same server.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    internal Task<BackChannelAnswer> PostAsync(Uri url, ImmutableArray<KeyValuePair<string, string>> form, CancellationToken cancel) => SendAsync(url, form, _client.Prove(), bound: null, cancel);

    private async Task<BackChannelAnswer> SendAsync(Uri url, ImmutableArray<KeyValuePair<string, string>> form, ClientProof proof, SentProof? bound, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent([.. form, .. proof.Fields]) };
        request.Headers.Accept.ParseAdd("application/json");
        if (proof.Authorization is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Reveal());
        if (bound is not null)
            request.Headers.TryAddWithoutValidation("DPoP", bound.Text);
        return await _channel.SendAsync(request, cancel);
    }
}
