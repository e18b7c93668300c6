using System.Buffers;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>
/// Makes a client known to one authorization server: as the one that is registered there, by a document about it, or by registering it (RFC 7591), once for all
/// runs of the program: no other client can use its refresh tokens.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="options">The client.</param>
/// <param name="store">Where the registration is kept.</param>
internal sealed class ClientRegistrar(AuthorizationServer server, AuthorizationCodeOptions options, ITokenStore store)
{
    // What needs no secret comes first: a secret of a program that people install is none.
    private static readonly ImmutableArray<string> Methods = ["none", "client_secret_basic", "client_secret_post"];

    private readonly Lock _gate = new();
    private readonly KeptRegistration _kept = new(store, NameOf(options.ClientName, server.Issuer), new(server.Metadata.TokenEndpoint!), server.Clock);
    private readonly ClientAuthentication? _given = options.Client
        ?? (options.ClientDocument is { } document && server.Metadata.ReadsClientDocuments ? ClientAuthentication.None(document.OriginalString) : null);

    private volatile RegisteredClient? _registered;
    private volatile string? _disowned;
    private Task<(ClientAuthentication? Client, Failure? Failure)>? _registration;

    /// <summary>As whom the client asks; null where it is not known yet.</summary>
    public ClientAuthentication? Known => _given ?? (_registered is { } registered && !registered.HasEnded(server.Clock) ? registered.Client : null);

    /// <summary>The name under which a store has the registration.</summary>
    public static string NameOf(string clientName, string issuer) => $"registration\n{clientName}\n{issuer}";

    /// <summary>As whom the client asks, be it that another run of the program registered; null where none did.</summary>
    public async ValueTask<ClientAuthentication?> RecallAsync(CancellationToken cancel)
    {
        if (_given is null && options.Registers && (await _kept.ReadAsync(cancel)).Client is { } kept)
            Adopt(kept);
        return Known;
    }

    /// <summary>As whom the client asks, or why not.</summary>
    /// <param name="redirectUri">Where answers come to.</param>
    /// <param name="cancel">Gives it up.</param>
    public Task<(ClientAuthentication? Client, Failure? Failure)> KnowAsync(Uri redirectUri, CancellationToken cancel)
    {
        if (_given is not null)
            return Task.FromResult<(ClientAuthentication?, Failure?)>((_given, null));
        if (_registered is { } registered && registered.IsFor(redirectUri, server.Clock))
            return Task.FromResult<(ClientAuthentication?, Failure?)>((registered.Client, null));
        if (!options.Registers || server.Metadata.RegistrationEndpoint is null)
            return Task.FromResult<(ClientAuthentication?, Failure?)>((null, new(FailureReason.RegistrationRefused, $"{server.Issuer} takes no registrations by clients themselves.")));
        lock (_gate)
            return (_registration ??= Task.Run(() => FindOrRegisterAsync(redirectUri), CancellationToken.None)).WaitAsync(cancel);
    }

    /// <summary>Whether the server has said that it does not know a client any more.</summary>
    public bool IsDisowned(ClientAuthentication client) => _disowned == client.ClientId;

    /// <summary>Remembers that a server took the client: it is not to blame when nobody comes back from a sign-in.</summary>
    public void Prove(ClientAuthentication client)
    {
        if (_registered is { } registered && registered.Client == client)
            registered.IsProven = true;
    }

    /// <summary>Forgets a registration from before with which nobody has signed in since: the server may show people that it does not know the client, and us nothing.</summary>
    public Task ForgetUnprovenAsync(ClientAuthentication client) =>
        _registered is { IsProven: false } registered && registered.Client == client ? ForgetAsync(client) : Task.CompletedTask;

    /// <summary>Forgets a registration that the server does not know any more.</summary>
    public async Task ForgetAsync(ClientAuthentication client)
    {
        if (client == _given)
            return;
        _disowned = client.ClientId;
        lock (_gate)
        {
            if (_registered?.Client.ClientId == client.ClientId)
                _registered = null;
        }

        await _kept.ForgetAsync(client.ClientId);
    }

    private void Adopt(RegisteredClient kept)
    {
        lock (_gate)
        {
            if (kept.Client.ClientId == _disowned || kept.Client.ClientId == _registered?.Client.ClientId)
                return;
            options.UserAgent.Prefer(kept.Registration.RedirectUri);
            _registered = kept;
        }
    }

    // Who waits gets what came of this very registration; who waits no more, or late, changes nothing.
    private async Task<(ClientAuthentication? Client, Failure? Failure)> FindOrRegisterAsync(Uri redirectUri)
    {
        try
        {
            var kept = await _kept.TryReadAsync();
            if (kept.Client is { } other && other.Client.ClientId != _disowned && other.IsFor(redirectUri, server.Clock))
            {
                _registered = other;
                return (other.Client, null);
            }

            var (client, failure) = await RegisterAsync(redirectUri);
            if (client is null)
                return (null, failure);
            if (_disowned == client.Client.ClientId)
                _disowned = null; // the server gives the same name again
            _registered = await _kept.KeepAsync(client, kept.Version, _disowned);
            return (_registered.Client, null);
        }
        catch (Exception exception)
        {
            return (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: {exception.GetType().Name} while the client was registered.") { Cause = exception });
        }
        finally
        {
            lock (_gate)
                _registration = null;
        }
    }

    private string Method()
    {
        ImmutableArray<string> taken = server.Metadata.TokenEndpointMethods ?? ["client_secret_basic"];
        return Methods.FirstOrDefault(taken.Contains) ?? "none";
    }

    private async Task<(RegisteredClient? Client, Failure? Failure)> RegisterAsync(Uri redirectUri)
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

        var used = said.TokenEndpointMethod ?? method;
        var registration = new ClientRegistration(used, redirectUri) { Secret = used == "none" ? null : said.ClientSecret, SecretEnds = said.ClientSecretEnds };
        return RegisteredClient.Of(id, registration, isProven: true) is { } client
            ? (client, null)
            : (null, new(FailureReason.RegistrationRefused, $"{server.Issuer}: the client is to show itself by {Printed(used)}, and has nothing for that."));
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
