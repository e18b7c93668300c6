using System.Text;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Provider.Grants;
using Countersign.Lab.Simulator.Provider.Registrations;
using Countersign.Lab.Simulator.Provider.Tokens;
using Countersign.Ports;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>
/// The identity provider of the simulator: what it knows, and what others in the same process ask of it. Its keys are each client's own from when that one
/// changes them, so that no test disturbs another; codes and tokens are known by their names alone.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class SimulatedProvider(TimeProvider clock) : IRevocations
{
    private static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    private readonly ProviderKeys _keys = new();
    private readonly Remembered<IssuedToken> _issued = new();
    private readonly Remembered<byte[]> _opaque = new();

    /// <summary>The clients that are registered.</summary>
    public ProviderClients Clients { get; } = new();

    /// <summary>The codes that wait for being exchanged, and those that were.</summary>
    public Remembered<CodeGrant> Codes { get; } = new();

    /// <summary>The refresh tokens.</summary>
    public Remembered<RefreshToken> RefreshTokens { get; } = new();

    /// <summary>The devices that wait for somebody to agree, by device code.</summary>
    public Remembered<DeviceGrant> Devices { get; } = new();

    /// <summary>Authorization requests that were handed in beforehand (RFC 9126), by request_uri.</summary>
    public Remembered<PushedRequest> PushedRequests { get; } = new();

    /// <summary>The nonces for proofs.</summary>
    public IDpopNonces Nonces { get; } = new DpopNonces(clock, NonceLife);

    /// <summary>The proofs that were used.</summary>
    public IProofLedger Proofs { get; } = new UsedProofs(clock);

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <inheritdoc/>
    public bool IsReadable => true;

    /// <summary>The keys as a client has them.</summary>
    public ProviderKeys KeysOf(SimulatedClient client) => client.KeptForGood<ProviderKeys>(nameof(ProviderKeys)) ?? _keys;

    /// <summary>Changes the keys that a client sees.</summary>
    /// <param name="client">The client.</param>
    /// <param name="drop">Whether the old ones count no more.</param>
    public void RotateKeys(SimulatedClient client, bool drop) => client.KeepForGood(nameof(ProviderKeys), () => _keys.Copy()).Rotate(drop);

    /// <summary>Makes tokens.</summary>
    /// <param name="place">Where the provider is.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="wish">What they are to be like.</param>
    /// <param name="grant">What they are given for; null for something new.</param>
    public MintedTokens Mint(ProviderPlace place, SimulatedClient client, TokenWish wish, TokenGrant? grant = null)
    {
        grant ??= new(Handle.Next());
        var draft = TokenMaker.AccessToken(wish, place, KeysOf(client), grant, Now);
        var text = draft.Write();
        var (claims, name) = (draft.Claims, (string?)draft.Claims["jti"]);
        if (wish.IsOpaque)
        {
            text = Handle.Next();
            _opaque.Add(text, Encoding.UTF8.GetBytes(claims.ToJsonString()));
        }

        if (name is not null)
            _issued.Add(name, new(wish, grant));
        var refresh = wish.Refresh is null ? null : Grants.RefreshToken.Begin(this, wish, grant);
        return new(wish, text, claims) { RefreshToken = refresh };
    }

    /// <summary>What the provider remembers of a token by its <c>jti</c>; null for nothing.</summary>
    public IssuedToken? Issued(string? name) => _issued.Find(name);

    /// <summary>What an opaque token says, as JSON; null for none of ours.</summary>
    public byte[]? Opaque(string token) => _opaque.Find(token);

    /// <summary>Who judges the tokens of this provider: the core's own verifier, and the provider's word on what only it can read.</summary>
    /// <param name="place">Where the provider is.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="rules">What tokens have to be like.</param>
    public ITokenJudge Judge(ProviderPlace place, SimulatedClient client, TokenRules rules) => new TokenJudges(
        new TokenVerifier([new(place.Issuer, KeysOf(client), rules)], this, clock),
        new OpaqueTokenVerifier(new(place.Issuer, new ProviderWord(this), rules), this, clock));

    /// <inheritdoc/>
    public string? Find(in TokenNames token) =>
        token.Id is null ? null
        : Issued(token.Id) is not { } issued ? "So many tokens were given since that the provider no longer knows whether it was revoked."
        : issued.Failure is { Check: TokenCheck.Revocation } failure ? failure.Evidence
        : null;
}
