using Countersign.Lab.Simulator.Protection.Digest;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>A twist of Digest: of how credentials are judged, or of how the answer is written.</summary>
internal abstract class DigestTwist : Twist
{
    /// <summary>Where the twists are shown.</summary>
    protected const string Place = "/sim/401/digest";

    public override SimulatorGroup Group => SimulatorGroup.Digest;

    public override string? Scheme => "digest";

    /// <summary>Changes how credentials are judged.</summary>
    public virtual DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => setup;
}
