using System.Collections.Immutable;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole;

/// <summary>A gateway of which all is made up, and which remembers what was done to it.</summary>
internal sealed class GatewayDouble : IGatewayView, ILiveDecisions, IExplanations, IRouteBook, IPeopleRegister, IGatewayHealth
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What was done, a line each.</summary>
    public List<string> Deeds { get; } = [];

    /// <summary>The text that was compared last.</summary>
    public string Compared { get; private set; } = "";

    /// <summary>Whether the store can't be used.</summary>
    public bool IsDown { get; init; }

    public string Name => "Gateway countersign.yaml";

    public ILiveDecisions Decisions => this;

    public IExplanations Explanations => this;

    public IRouteBook Routes => this;

    public IPeopleRegister People => this;

    public IGatewayHealth Health => this;

    public TimeSpan Step { get; } = TimeSpan.FromSeconds(5);

    public static SeenDecision Refused { get; } = new(Noon, DecisionOutcome.Refused)
    {
        Reason = "basic-wrong-password",
        Status = 401,
        Route = "staff",
        Scheme = "basic",
        Subject = "a***",
        Client = "192.0.2.7",
        Method = "GET",
        Host = "www.example.org",
        Path = "/staff/<b>",
        Reference = "7k3m9q2x5v8w1z4t",
    };

    public static SeenDecision Admitted { get; } = new(Noon.AddSeconds(-1), DecisionOutcome.Admitted) { Route = "open", Client = "192.0.2.8", Method = "GET", Host = "www.example.org", Path = "/" };

    public IReadOnlyList<DecisionCount> Counts() =>
    [
        new(DecisionOutcome.Admitted, null, 12_345, [.. Enumerable.Repeat(0L, 59), 7]),
        new(DecisionOutcome.Refused, "basic-wrong-password", 3, [.. Enumerable.Repeat(0L, 58), 2, 1]),
    ];

    public IReadOnlyList<SeenDecision> Newest(DecisionFilter filter, int most) => [.. new[] { Refused, Admitted }.Where(filter.Takes).Take(most)];

    public IDecisionWatch Watch(DecisionFilter filter, int most) => new OneLook(filter);

    public ExplainedRequest? Find(string reference) => IsDown ? throw new GatewayUnavailableException("The store is locked.") : reference != Refused.Reference ? null : new(
        "GET http://www.example.org/staff/", "refused with 401", [new("reason", "basic-wrong-password: wrong"), new("route", "staff (any of basic)")], ["curl --user NAME http://www.example.org/staff/"]);

    public SeenRoutes All() => new(
        [new("staff") { Line = 7, Match = "/staff/**", Access = "any of basic", Upstream = "http://127.0.0.1:9000", Challenged = 2, Refused = 1 }, new("open") { Line = 12, Match = "/**", Access = "open to everybody" }],
        [new("basic", "Basic, users of the store")]);

    public Task<RouteTrial> TryAsync(string method, string url, IEnumerable<string> fields, CancellationToken cancel) => Task.FromResult(
        url.Length < 5 ? new RouteTrial($"'{url}' is not an http or https URL.") : new RouteTrial(Fault: null) { Facts = [new("route", "staff"), new("asked", $"{method} {url} {string.Join('|', fields)}")], Answer = "HTTP/1.1 401\n\n" });

    public FileComparison Compare(string text)
    {
        Compared = text;
        return text == "bad"
            ? new(IsValid: false, ["1:1: error empty-file: the file is empty"], [], IsComplete: false)
            : new(IsValid: true, [], [new(Opens: true, "staff", "GET * /staff/", "any-of basic", "public", "access.public")], IsComplete: true);
    }

    public IReadOnlyList<SeenUser> Users() => IsDown
        ? throw new GatewayUnavailableException("The store is locked.")
        : [new("anna", ["staff"], "anna@example.org", IsDisabled: false, Noon), new("ben", [], null, IsDisabled: true, Noon)];

    public IReadOnlyList<SeenKey> Keys() => [new("K1", "ci", "cs_K1") { Scopes = ["orders.read"] }, new("K4", "own", "cs_K4") { Owner = "anna" }, new("K2", "old", "cs_K2") { Revoked = Noon }];

    public IReadOnlyList<SeenSession> Sessions(int most) => [new("S1", "anna") { Methods = ["pwd"], Created = Noon, LastUsed = Noon, Ends = Noon.AddHours(12), Client = "192.0.2.9", UserAgent = "A browser" }];

    public bool SetDisabled(string name, bool disabled, string by) => Did($"{(disabled ? "disable" : "enable")} {name}");

    public KeyCreation CreateKey(string name, string scopes, string owner, string expires, string by) =>
        expires == "soon" ? new("'soon' is no length of time.", null, null) : Did($"create {name} [{scopes}] {owner} {expires}") ? new(null, new Secret("cs_K3_secret"), "K3") : throw new InvalidOperationException();

    public bool RevokeKey(string id, string by) => id == "K1" && Did($"revoke key {id}");

    public bool RevokeSession(string handle, string by) => Did($"revoke session {handle}");

    public int RevokeSessionsOf(string name, string by) => Did($"revoke sessions of {name}") ? 2 : 0;

    public GatewayCondition Now() => new()
    {
        IsReady = !IsDown,
        Version = "1.2.3",
        Started = Noon,
        File = "/etc/countersign/countersign.yaml",
        Addresses = ["http://127.0.0.1:8080"],
        Store = "countersign.db",
        StoreFailure = IsDown ? "it is locked" : null,
        RecordsDropped = 4,
        Issuers = [new("https://issuer.example", "keys that it publishes", 2, null), new("https://gone.example", "keys in gone.jwks", 0, "connection refused"), new("https://opaque.example", "asked about tokens", null, null)],
        Upstreams = [new("staff", "http://127.0.0.1:9000", false, 3), new("open", "http://127.0.0.1:9001", null, 0)],
        Certificates = [new("/etc/countersign/tls.pem", "CN=www.example.org", Noon.AddDays(-1))],
    };

    private bool Did(string deed)
    {
        Deeds.Add(deed);
        return true;
    }

    /// <summary>There is one batch, and then nothing more to see.</summary>
    private sealed class OneLook(DecisionFilter filter) : IDecisionWatch
    {
        private readonly CancellationTokenSource _over = new();

        public CancellationToken Over => _over.Token;

        public DecisionBatch Take()
        {
            _over.CancelAfter(TimeSpan.FromMilliseconds(50));
            ImmutableArray<SeenDecision> seen = [.. new[] { Admitted, Refused }.Where(filter.Takes)];
            return new(seen.Length, seen);
        }

        public void Dispose() => _over.Dispose();
    }
}
