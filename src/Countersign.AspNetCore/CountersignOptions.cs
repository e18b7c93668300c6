using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.AspNetCore;

/// <summary>The door of an application: its schemes and policies. Checked at start; every problem is told at once.</summary>
public sealed class CountersignOptions
{
    /// <summary>Where users, keys, revocations and the journal are: a SQLite file, from the content root of the application, or <c>postgres://...</c>.</summary>
    public string Store { get; set; } = "countersign.db";

    /// <summary>Networks or addresses of the proxies in front, whose word on who the client is counts.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>What one network may do before it has to wait.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Bounds of the journal of refusals.</summary>
    public JournalOptions Journal { get; set; } = new();

    internal List<SchemeOptions> Schemes { get; } = [];

    internal List<PolicyOptions> Policies { get; } = [];

    internal string? DefaultPolicy { get; private set; }

    /// <summary>Takes user names and passwords: of the store's users, or of an htpasswd file.</summary>
    public void AddBasic(string name, Action<BasicSchemeOptions>? configure = null) => Add(new BasicSchemeOptions(name), configure);

    /// <summary>Takes Digest credentials of the users of an htdigest file.</summary>
    public void AddDigest(string name, Action<DigestSchemeOptions> configure) => Add(new DigestSchemeOptions(name), configure);

    /// <summary>Takes the API keys of the store.</summary>
    public void AddApiKeys(string name, Action<ApiKeySchemeOptions>? configure = null) => Add(new ApiKeySchemeOptions(name), configure);

    /// <summary>Takes access tokens of issuers.</summary>
    public void AddBearer(string name, Action<BearerSchemeOptions> configure) => Add(new BearerSchemeOptions(name), configure);

    /// <summary>Takes the tokens of a bearer scheme with proofs of possession.</summary>
    /// <param name="name">The name of the scheme.</param>
    /// <param name="tokens">The name of the bearer scheme.</param>
    /// <param name="configure">Says more of it.</param>
    public void AddDpop(string name, string tokens, Action<DpopSchemeOptions>? configure = null) => Add(new DpopSchemeOptions(name, tokens), configure);

    /// <summary>Has people sign in at pages of the door, for sessions. There is one scheme of these: people have one session, whatever they ask for.</summary>
    public void AddSessions(string name, Action<SessionSchemeOptions>? configure = null) => Add(new SessionSchemeOptions(name), configure);

    /// <summary>Says who may use the endpoints that name a policy.</summary>
    public void AddPolicy(string name, Action<PolicyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        var policy = new PolicyOptions(name);
        configure(policy);
        Policies.Add(policy);
    }

    /// <summary>Has this policy hold wherever an endpoint names none, and where there is no endpoint. <c>AllowAnonymous</c> opens endpoints.</summary>
    public void RequireByDefault(string policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        DefaultPolicy = policy;
    }

    private void Add<T>(T scheme, Action<T>? configure)
        where T : SchemeOptions
    {
        configure?.Invoke(scheme);
        Schemes.Add(scheme);
    }
}
