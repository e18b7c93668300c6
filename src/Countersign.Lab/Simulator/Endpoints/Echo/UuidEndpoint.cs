using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>A UUID by chance.</summary>
internal sealed class UuidEndpoint : EchoAddress
{
    public override string Path => "/uuid";

    public override string Story => "A UUID by chance (RFC 9562 §5.4); the same for the same seed, client and count.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/uuid")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var octets = request.Seed.Octets($"uuid {request.Client.Name} {request.Client.Next("uuid")}");
        octets[6] = (byte)((octets[6] & 0x0f) | 0x40);
        octets[8] = (byte)((octets[8] & 0x3f) | 0x80);
        return EchoJson.Answer(json => json.WriteString("uuid", new Guid(octets.AsSpan(0, 16), bigEndian: true)));
    }
}
