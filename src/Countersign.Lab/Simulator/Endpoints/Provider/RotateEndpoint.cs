using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Provider;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Changes the keys of the provider.</summary>
internal sealed class RotateEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/rotate";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Gives the provider new keys, for the client that asks alone. The old ones stay published for a while, so that tokens of before count on; ?drop=1 takes them back at once.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override ImmutableArray<SimulatorParameter> Parameters => [new("drop", "1 takes the old keys back at once."), new(SimulatorClients.Parameter, "Whose keys are changed.")];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(SimulatedCall.Get("/idp/mint?client=turn"), new("POST", "/idp/rotate?client=turn"), Use("turn")),
        new(SimulatedCall.Get("/idp/mint?client=drop"), new("POST", "/idp/rotate?drop=1&client=drop"), Use("drop")) { Provokes = ["token/key-unknown"] },
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var provider = request.State.Provider;
        provider.RotateKeys(request.Client, request.Query("drop") == "1");
        var names = new JsonArray([.. provider.KeysOf(request.Client).Current.Keys.Select(key => (JsonNode?)key.KeyId)]);
        return ValueTask.FromResult(ProviderAnswers.Json(new() { ["keys"] = names }));
    }

    private static SimulatedCall Use(string client) => SimulatedCall.Get($"/sim/401/bearer?client={client}").With("Authorization", "Bearer {access_token}");
}
