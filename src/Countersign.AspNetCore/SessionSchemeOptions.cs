using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;

namespace Countersign.AspNetCore;

/// <summary>
/// Sessions of people who sign in at the door's own pages, below <c>/.countersign/</c> of the host. The application itself never gets requests for those.
/// </summary>
public sealed class SessionSchemeOptions : SchemeOptions
{
    internal SessionSchemeOptions(string name)
        : base(name)
    {
    }

    /// <summary>How long a session may go unused.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long one lasts at most.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long one lasts at most that people let their browser keep when it is closed; zero does not offer that.</summary>
    public TimeSpan Remember { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long known sessions go on while the store can't be read, and nobody hears of their end.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>Other origins whose pages may change something with a session, such as <c>https://app.example.org</c>.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>Whether the users of the store sign in with their passwords.</summary>
    public bool StoreUsers { get; set; } = true;

    /// <summary>Whether users of the store prove more than their password.</summary>
    public SecondFactorRule SecondFactor { get; set; } = SecondFactorRule.Optional;

    /// <summary>The name of the service that people sign in to; null for none.</summary>
    public string? Service { get; set; }

    /// <summary>A folder of files for the pages, from the content root of the application; null for none.</summary>
    public string? Theme { get; set; }

    internal List<ProviderConfiguration> Providers { get; } = [];

    internal override bool HasGroups => true;

    internal override bool HasClaims => true;

    /// <summary>Has an OpenID Connect provider sign people in, who come back to <c>/.countersign/sso/NAME/callback</c>.</summary>
    /// <param name="name">Its name, part of the addresses.</param>
    /// <param name="issuer">Its address, as its ID tokens have it under <c>iss</c>.</param>
    /// <param name="clientId">As whom this application comes to it.</param>
    /// <param name="clientSecret">The secret by which it is known there.</param>
    /// <param name="label">What people call it; null for its name.</param>
    public void AddOpenIdConnect(string name, string issuer, string clientId, string? clientSecret, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        AddProvider(new ProviderConfiguration(name, new ClientConfiguration(clientId ?? "") { Secret = string.IsNullOrEmpty(clientSecret) ? null : new Secret(clientSecret) })
        {
            Issuer = issuer,
            Label = label ?? name,
        });
    }

    /// <summary>Has somebody else sign people in, by OpenID Connect or by OAuth 2 alone.</summary>
    public void AddProvider(ProviderConfiguration provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Providers.Add(provider);
    }
}
