using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>What is made of the opaque that comes back.</summary>
internal sealed class OpaqueCheck : DigestTwist
{
    private const string Kept = "simulated-opaque";

    public override string Name => "opaque-check";

    public override string Story => "Judges opaque, which clients should send back unchanged (RFC 7616 §3.3), otherwise than that another one makes the nonce a stranger's.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("strict", "Credentials without opaque are refused, and it is not said why.") { At = Place, Answers = 1 },
        new("changing", "Each 401 has another opaque, and credentials have to bring the newest.") { At = Place, Times = 2, Answers = 2 },
        new("off", "Whatever comes back as opaque is fine.") { At = Place, Answers = 1 },
    ];

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => value switch
    {
        "changing" => setup with { Options = setup.Options with { Opaque = Newest(request).Text } },
        "off" => setup with { Options = setup.Options with { Opaque = null } },
        _ => setup with { Options = setup.Options with { Opaque = setup.Options.Opaque ?? Kept } },
    };

    public override bool Refuses(Judged judged, string value) =>
        value == "strict" && judged.Request.Field("Authorization") is { } field && CredentialsReader.Read(field).Credentials?.Find("opaque") is null;

    public override Refusal? Reason(string value) => Refusal.DigestResponseWrong;

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        if (judged.Decision.IsAdmitted || value == "strict")
            return;
        var opaque = value == "changing" ? Newest(judged.Request).Next(judged.Request.Seed) : Kept;
        DigestLines.EditChallenges(answer, parameters => [.. parameters.Without("opaque"), new("opaque", opaque)]);
    }

    private static Series Newest(SimulatedRequest request) => request.Client.Keep($"opaque {request.Place}", () => new Series());

    /// <summary>The texts that were sent as opaque, one behind the other.</summary>
    private sealed class Series
    {
        private int _count;

        public string Text { get; private set; } = Kept;

        public string Next(Seed seed) => Text = Convert.ToHexStringLower(seed.Octets($"opaque {Interlocked.Increment(ref _count)}").AsSpan(0, 8));
    }
}
