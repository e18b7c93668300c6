using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;
using Countersign.Tokens.Keys;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>The keys of the provider.</summary>
internal sealed class JwksEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/jwks";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "The public keys by which the provider's tokens are verified (RFC 7517 §5). POST /idp/rotate changes them.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of(Path)];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel) =>
        ValueTask.FromResult(ProviderAnswers.Public(JsonNode.Parse(JwkWriter.WriteSet(request.State.Provider.KeysOf(request.Client).Current.Keys))!, cacheControl: "private, max-age=60"));
}
