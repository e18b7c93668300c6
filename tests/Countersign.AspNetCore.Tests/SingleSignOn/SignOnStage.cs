using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Tests.Issuers;
using Countersign.Decisions;
using Countersign.TestKit;
using Countersign.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>A gateway's part of signing in at a provider, and a browser.</summary>
internal sealed class SignOnStage : IDisposable
{
    public const string Callback = "https://gateway.example/.countersign/sso/corp/callback";

    private readonly PublishedIssuerKeys _keys;

    public SignOnStage(Func<ProviderOptions, ProviderOptions>? change = null)
    {
        Double = new(Clock);
        var options = new ProviderOptions("corp", ProviderKind.OpenId, ClientAuthentication.SecretBasic("app", new("secret"))) { Issuer = ProviderDouble.Name };
        _keys = new(new DiscoveredSource(ProviderDouble.Name, null, Double, Clock), Clock);
        options = change?.Invoke(options) ?? options;
        Provider = new(options, options.Kind == ProviderKind.OpenId ? _keys : null, Double, Clock, Told.Add);
        States = new(new EphemeralDataProtectionProvider(), Clock);
        Start = new(States, Clock);
        Finish = new(States, Used, Clock);
    }

    public TurnedClock Clock { get; } = new();

    public ProviderDouble Double { get; }

    public Provider Provider { get; }

    public List<string?> Told { get; } = [];

    public LoginStates States { get; }

    public SignOnStart Start { get; }

    public SignOnFinish Finish { get; }

    public NamesInMemory Used { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Begins in a browser; what it then has and where it goes.</summary>
    public Task<SignOnOutcome> BeginAsync(BrowserSecret? browser = null, string target = "/orders?page=2", SignInDemand? demand = null, bool isAgain = false) =>
        Start.BeginAsync(Provider, new(ReturnTarget.Read(target), Callback) { Browser = browser, Demand = demand, IsAgain = isAgain }, Cancel);

    /// <summary>Comes back with an answer.</summary>
    public Task<SignOnOutcome> EndAsync(string query, BrowserSecret? browser) => Finish.EndAsync(Provider, query, browser, Cancel);

    /// <summary>All of it.</summary>
    public async Task<SignOnOutcome> SignInAsync(SignInDemand? demand = null)
    {
        var begun = await BeginAsync(demand: demand);
        Assert.Null(begun.Refusal);
        return await EndAsync(Double.Authorize(begun.Next!), begun.Browser);
    }

    public void Dispose()
    {
        Provider.Dispose();
        _keys.Dispose();
    }

    internal sealed class NamesInMemory : IUsedNames
    {
        private readonly HashSet<string> _names = [];

        public Task<bool> TryUseAsync(string kind, string name, DateTimeOffset until, CancellationToken cancel)
        {
            lock (_names)
                return Task.FromResult(_names.Add($"{kind} {name}"));
        }

        public Task ForgetAsync(string kind, string name)
        {
            lock (_names)
                _names.Remove($"{kind} {name}");
            return Task.CompletedTask;
        }
    }
}
