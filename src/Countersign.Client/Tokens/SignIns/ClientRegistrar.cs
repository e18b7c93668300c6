using System.Buffers;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Countersign.Tokens;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>Makes a client known to one authorization server: as the one that is registered there, by a document about it, or by registering it (RFC 7591).</summary>
/// <param name="server">The server.</param>
/// <param name="options">The client.</param>
internal sealed class ClientRegistrar(AuthorizationServer server, AuthorizationCodeOptions options)
{
    // What needs no secret comes first: a secret of a program that people install is none.
    private static readonly ImmutableArray<string> Methods = ["none", "client_secret_basic", "client_secret_post"];

    private readonly Lock _gate = new();
    private readonly ClientAuthentication? _given = options.Client
        ?? (options.ClientDocument is { } document && server.Metadata.ReadsClientDocuments ? ClientAuthentication.None(document.OriginalString) : null);

    private volatile ClientAuthentication? _registered;
    private Task<(ClientAuthentication? Client, Failure? Failure)>? _registration;

    /// <summary>As whom the client asks; null where it is not known yet.</summary>
    public ClientAuthentication? Known => _given ?? _registered;

    /// <summary>As whom the client asks, or why not.</summary>
    /// <param name="redirectUri">Where answers come to.</param>
    /// <param name="cancel">Gives it up.</param>
    public async Task<(ClientAuthentication? Client, Failure? Failure)> KnowAsync(Uri redirectUri, CancellationToken cancel)
    {
        if (_given is not null)
            return (_given, null);
        if (!options.Registers || server.Metadata.RegistrationEndpoint is null)
            return (null, new(FailureReason.RegistrationRefused, $"{server.Issuer} takes no registrations by clients themselves."));

        if (_registered is { } registered)
            return (registered, null);
        Task<(ClientAuthentication? Client, Failure? Failure)> registration;
        lock (_gate)
            registration = _registration ??= RegisterAsync(redirectUri);
        var outcome = await registration.WaitAsync(cancel);
        lock (_gate)
        {
            _registered = outcome.Client;
            if (_registration == registration)
                _registration = null;
        }

        return outcome;
    }

    /// <summary>Forgets a registration that the server does not know any more.</summary>
    public void Forget() => _registered = null;

    private string Method()
    {
        ImmutableArray<string> taken = server.Metadata.TokenEndpointMethods ?? ["client_secret_basic"];
        return Methods.FirstOrDefault(taken.Contains) ?? "none";
    }

    private async Task<(ClientAuthentication? Client, Failure? Failure)> RegisterAsync(Uri redirectUri)
    {
        using var late = new CancellationTokenSource(TokenPace.LongestQuestion, server.Clock);
        var method = Method();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Metadata.RegistrationEndpoint) { Content = new ReadOnlyMemoryContent(Wish(redirectUri, method)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        BackChannelAnswer answer;
        try
        {
            answer = await server.Channel.SendAsync(request, late.Token);
        }
        catch (OperationCanceledException exception)
        {
            return (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: no answer in time.") { Cause = exception });
        }

        if (answer.Outage is { } outage)
            return (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: {outage}.") { Cause = answer.Cause });
        if (answer.Octets is null || ClientRegistrationAnswer.Read(answer.Octets, out _) is not { } said)
            return (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: the answer is {answer.Status} and nothing that can be read."));
        if (!answer.IsSuccess || said.ClientId is not { Length: > 0 } id)
            return (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: the answer is {answer.Status}{(said.Error is { } error ? $" ({Printed(error)})" : "")}."));

        return (said.TokenEndpointMethod ?? method, said.ClientSecret) switch
        {
            ("none", _) => (ClientAuthentication.None(id), null),
            ("client_secret_basic", { } secret) => (ClientAuthentication.SecretBasic(id, secret), null),
            ("client_secret_post", { } secret) => (ClientAuthentication.SecretPost(id, secret), null),
            var (other, _) => (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: the client is to show itself by {Printed(other)}, and has nothing for that.")),
        };
    }

    private ReadOnlyMemory<byte> Wish(Uri redirectUri, string method)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("client_name"u8, options.ClientName);
            json.WriteString("application_type"u8, redirectUri.Scheme == Uri.UriSchemeHttps ? "web" : "native");
            Array("redirect_uris", redirectUri.OriginalString);
            Array("grant_types", "authorization_code", "refresh_token");
            Array("response_types", "code");
            json.WriteString("token_endpoint_auth_method"u8, method);
            json.WriteEndObject();

            void Array(string name, params ReadOnlySpan<string> values)
            {
                json.WriteStartArray(name);
                foreach (var value in values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }
        }

        return text.WrittenMemory;
    }

    private static string Printed(string text) => string.Concat(text.Take(100).Select(each => each is >= ' ' and <= '~' ? each : '?'));
}
