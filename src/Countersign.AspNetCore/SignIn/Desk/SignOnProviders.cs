using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Ports;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>The providers of a configuration, and what signing in at them needs.</summary>
internal sealed class SignOnProviders : IDisposable
{
    private readonly FrozenDictionary<string, Provider> _providers;
    private readonly ImmutableArray<ProviderConfiguration> _configured;

    /// <param name="configured">Who they are, in the order of the page.</param>
    /// <param name="claims">The claims that sessions keep, since rules ask for them.</param>
    /// <param name="hasUsers">Whether users of the store sign in here, too.</param>
    /// <param name="services">The stores.</param>
    /// <exception cref="IOException">A client's key or a file of authorities can't be read.</exception>
    public SignOnProviders(ImmutableArray<ProviderConfiguration> configured, ImmutableArray<string> claims, bool hasUsers, DoorServices services)
    {
        _configured = configured;
        var made = new List<Provider>();
        try
        {
            foreach (var provider in _configured)
                made.Add(Create(provider, claims, services));
        }
        catch
        {
            made.ForEach(provider => provider.Dispose());
            throw;
        }

        _providers = made.ToFrozenDictionary(provider => provider.Name, StringComparer.Ordinal);
        if (made.Count == 0)
        {
            Sessions = new ProviderSessions(services.Sessions, null, hasUsers, _ => null);
            return;
        }

        Tokens = new(services.Store, services.Protection, services.Clock);
        var renewal = new TokenRenewal(Find, services.Clock, (session, why) => services.Log.TokensNotRenewed(session, IssuerFactory.Shown(why)));
        Sessions = new ProviderSessions(services.Sessions, new TokenKeeper(Tokens, services.Sessions, renewal, services.Clock), hasUsers, Find, name => _configured.Any(provider => provider.NamesAreOurs && provider.Name == name));
    }

    /// <summary>All sessions, those of people whom a provider signed in while it stands behind them.</summary>
    public ISessions Sessions { get; }

    /// <summary>What providers gave along; null where there are none.</summary>
    public ProviderTokenStore? Tokens { get; }

    /// <summary>The buttons, in the order of the configuration.</summary>
    public ImmutableArray<SignInProvider> Buttons => [.. _configured.Select(provider => new SignInProvider(provider.Name, provider.Label, SignOnEndpoint.StartOf(provider.Name)))];

    /// <summary>The provider of a name; null when there is none.</summary>
    public Provider? Find(string name) => _providers.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var provider in _providers.Values)
            provider.Dispose();
    }

    private static Provider Create(ProviderConfiguration configuration, ImmutableArray<string> claims, DoorServices services)
    {
        var options = new ProviderOptions(
            configuration.Name,
            configuration.IsOpenId ? ProviderKind.OpenId : ProviderKind.OAuth,
            ClientFactory.Create(configuration.Client, configuration.Issuer ?? configuration.TokenEndpoint!.AbsoluteUri, services.Clock))
        {
            Issuer = configuration.Issuer,
            Metadata = configuration.Metadata,
            AuthorizationEndpoint = configuration.AuthorizationEndpoint,
            TokenEndpoint = configuration.TokenEndpoint,
            UserInfoEndpoint = configuration.UserInfoEndpoint,
            EndSessionEndpoint = configuration.EndSessionEndpoint,
            Scopes = configuration.Scopes,
            SubjectClaim = configuration.SubjectClaim,
            Claims = configuration.Claims,
            VerifiedClaim = configuration.VerifiedClaim,
            KeptClaims = claims,
            AcrValues = configuration.AcrValues,
            MaxAge = configuration.MaxAge,
            Prompt = configuration.Prompt,
            OutageGrace = configuration.Outage,
            PostLogout = configuration.PostLogout,
        };
        var handler = OutboundHandler.Create(configuration.Authorities);
        if (!configuration.IsOpenId)
            return new(options, null, handler, services.Clock, Tell);
        var lease = services.Issuers.Lend(new(configuration.Issuer!) { Metadata = configuration.Metadata, JwksUri = configuration.JwksUri, Authorities = configuration.Authorities });
        return new(options, lease.Keys, handler, services.Clock, Tell, lease.Dispose);

        void Tell(string? failure)
        {
            if (failure is null)
                services.Log.ProviderRecovered(configuration.Name);
            else
                services.Log.ProviderFailing(configuration.Name, IssuerFactory.Shown(failure));
        }
    }
}
