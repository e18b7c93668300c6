using System.Net;
using System.Security.Cryptography;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Cli.Commands;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Client;
using Countersign.Client.Discovery;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.SignIns;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Cli.Logins;

/// <summary>A person signs in at whom the resource names, by a browser or on another device.</summary>
/// <param name="store">Where the tokens are kept.</param>
/// <param name="prompts">Shows the person where to go.</param>
internal sealed class TokenSignIn(ITokenStore store, TextWriter prompts)
{
    // As servers and people know this program.
    private const string ClientName = "countersign";

    // Each sign-in has a family of its own: a new one does not go on with what is left of the former.
    private readonly string _family = $"login {RandomNumberGenerator.GetHexString(16, lowercase: true)}";
    private AuthorizationServer? _server;
    private NotedGrant? _grant;

    /// <summary>By which the client is known; null to register.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether the person signs in on another device.</summary>
    public bool OnOtherDevice { get; init; }

    /// <summary>The scopes to ask for, beside those that the resource wants.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Ends the sign-in.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Whether a browser is opened; otherwise its address is shown alone.</summary>
    public bool OpensBrowser { get; init; } = true;

    /// <summary>The key to bind the tokens to, as a JWK; null for tokens that are bound to none.</summary>
    public Secret? ProofKey { get; init; }

    /// <summary>Whether the tokens are sent over http to other machines, too.</summary>
    public bool AllowsCleartext { get; init; }

    /// <summary>Has a client sign in when it is asked for a token.</summary>
    public void AddTo(ReauthenticationOptions options, Origin origin, BackChannel channel) => options.AddDiscoveredTokens(origin.ToString(), GrantAt, discovery =>
    {
        discovery.Channel = channel;
        discovery.Scope = Scope;
        discovery.OfflineAccess = true;
        discovery.AllowCleartext = AllowsCleartext;
        discovery.Key = ProofKey is null ? null : ProofKeys.Read(ProofKey);
    });

    /// <summary>What came of it; null where nobody signed in.</summary>
    public async Task<Login?> KeptAsync(Origin origin, TimeProvider clock, CancellationToken cancel)
    {
        if (_server is null || _grant?.Request is not { } request)
            return null;
        var name = OnOtherDevice ? DeviceName(_server) : CodeName(_server, request);
        if (await store.ReadAsync(name, cancel) is not { } family)
            return null;
        var registration = await RegistrationAsync(_server, family, clock);
        return new(origin, clock.GetUtcNow())
        {
            TokenEndpoint = family.Endpoint,
            RevocationEndpoint = GuardOf(origin).Read(_server.Metadata.RevocationEndpoint, "revocation_endpoint").Url,
            Issuer = _server.Issuer,
            ClientId = family.ClientId,
            ClientMethod = registration?.Secret is null ? null : registration.Method,
            ClientSecret = registration?.Secret,
            Scope = request.Scope,
            Resource = request.Resource,
            Family = name,
            ProofKey = ProofKey,
            AllowsCleartext = AllowsCleartext,
        };
    }

    /// <summary>Connections that lead nowhere but where the origin's words may lead, and are listened to.</summary>
    public static BackChannel Channel(RequestOrder order, ExchangeStory story, TimeProvider clock) =>
        new(new RecordingHandler(order.Connections?.Invoke() ?? Network(Origin.Of(order.Url), order.Authorities), story, isBackChannel: true, clock));

    /// <summary>Connections that lead nowhere but where the origin's words may lead.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="authorities">A file of authorities to trust; null for the system's.</param>
    public static SocketsHttpHandler Network(Origin origin, string? authorities)
    {
        var guard = GuardOf(origin);
        var network = new AddressGuard(guard.AllowsPrivate, guard.AllowsLoopback, Dns.GetHostAddressesAsync).Handler();
        if (authorities is not null)
            network.SslOptions = TrustedAuthorities.Only(authorities);
        return network;
    }

    private static UrlGuard GuardOf(Origin origin) => new(origin, allowsPrivate: false);

    private string DeviceName(AuthorizationServer server) => $"{_family}\n{server.Issuer}";

    // As the grant for codes names what it keeps.
    private string CodeName(AuthorizationServer server, TokenRequest request) => $"{_family}\n{server.Issuer}\n{request.Scope}\n{request.Resource?.OriginalString}";

    private async Task<ClientRegistration?> RegistrationAsync(AuthorizationServer server, TokenFamily family, TimeProvider clock)
    {
        if (ClientId is not null)
            return null;
        var (registered, _) = await new KeptRegistration(store, ClientRegistrar.NameOf(ClientName, server.Issuer), family.Endpoint, clock).TryReadAsync();
        return registered?.Client.ClientId == family.ClientId ? registered.Registration : null;
    }

    private NotedGrant GrantAt(AuthorizationServer server)
    {
        _server = server;
        return _grant = new(OnOtherDevice ? DeviceAt(server) : CodeAt(server), Stop);
    }

    private RefreshTokenGrant DeviceAt(AuthorizationServer server)
    {
        if (server.Metadata.DeviceEndpoint is not { } device)
            throw new CommandFailure($"{server.Issuer} knows no sign-in on another device (device_authorization_endpoint); leave out --device to use a browser.");
        if (ClientId is null)
            throw new CommandFailure($"--device needs --client-id: as whom {server.Issuer} knows this client.");
        var endpoint = server.TokenEndpointFor(ClientAuthentication.None(ClientId));
        return new(endpoint, store, DeviceName(server)) { SignIn = new DeviceCodeGrant(endpoint, new(device), ShowAsync) };
    }

    private AuthorizationCodeGrant CodeAt(AuthorizationServer server) => new(server, new(new LoopbackUserAgent(OpenAsync))
    {
        Client = ClientId is null ? null : ClientAuthentication.None(ClientId),
        ClientName = ClientName,
        Store = store,
        StoreName = _family,
    });

    private async Task ShowAsync(DeviceCode code, CancellationToken cancel)
    {
        await prompts.WriteLineAsync(Printable.Of($"Open {code.VerificationUri} in any browser, and enter the code {code.UserCode}"));
        if (code.VerificationUriComplete is { } complete)
            await prompts.WriteLineAsync(Printable.Of($"  or {complete}"));
    }

    private async Task OpenAsync(Uri address, CancellationToken cancel)
    {
        await prompts.WriteLineAsync($"{(OpensBrowser ? "Sign in in the browser; if it does not open" : "Sign in in a browser of this machine")}: {address.AbsoluteUri}");
        if (!OpensBrowser)
            return;
        try
        {
            await SystemBrowser.OpenAsync(address, cancel);
        }
        catch (InvalidOperationException)
        {
            // The person has the address.
        }
    }
}
