using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>A key in a field of its own: no registered scheme.</summary>
internal sealed class ApiKeyKind : SchemeKind
{
    public override string Name => "api-key";

    public override string Story => "A key in X-API-Key, or as ApiKey in Authorization. The scheme is not registered with IANA.";

    public override ImmutableArray<SimulatorParameter> Parameters => [new("key", "The one key.", "simulated-key"), LoginParameters.Realm];

    public override Refusal Worn => Refusal.ApiKeyExpired;

    public override IAuthScheme Create(SimulatedRequest request) => new ApiKeyScheme(Name, new() { Realm = ValueOf(request, "realm") }, new OneKey(ValueOf(request, "key")));

    public override string Expected(SimulatedRequest request) => $"the key {ValueOf(request, "key")} in X-API-Key";

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.SetField, "X-API-Key", "$KEY");

    private sealed class OneKey(string key) : IApiKeys
    {
        public ValueTask<ApiKeyCheck> FindAsync(string presentedKey, CancellationToken cancel) =>
            ValueTask.FromResult(presentedKey == key ? new ApiKeyCheck(ApiKeyOutcome.Good, new("simulated") { Kind = "key" }) : new(ApiKeyOutcome.Unknown));
    }
}
