using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>How nonces are made.</summary>
internal sealed class NonceMaking : DigestTwist
{
    public override string Name => "nonce";

    public override string Story => "Makes nonces otherwise than one for each 401 (RFC 7616 §3.3).";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("reissued", "Each 401 to a client has the nonce of the one before, and counts are taken again and again.", "digest/nonce-reissued") { At = Place, Times = 2 },
        new("per-algorithm", "The challenges of one 401 have a nonce each, good for their algorithm alone: who answers one with the nonce of the other is refused (RFC 7616 §3.7).") { At = $"{Place}?algorithm=SHA-256,MD5", Answers = 2 },
        new("forgotten", "No nonce is known when it comes back, as behind a balancer whose servers share no key. All are called stale.", "digest/stale-loop") { At = Place, Answers = 2 },
    ];

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => value switch
    {
        "reissued" => setup with { Nonces = new KeptNonces(setup.Nonces, request.Client.Keep($"nonce {request.Place}", () => new KeptNonce())), Counts = CountRule.Any },
        "per-algorithm" => setup with { Nonces = new AlgorithmNonces(setup.Nonces, PresentedAlgorithm(request)) },
        _ => setup with { Nonces = new ForgottenNonces(setup.Nonces) },
    };

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        if (value == "per-algorithm" && new DigestKind().SetupOf(judged.Request) is { Nonces: AlgorithmNonces nonces } setup)
            DigestLines.EditChallenges(answer, parameters => parameters.With("nonce", _ => nonces.CreateFor(Algorithm(parameters), setup.Options.Realm)));
    }

    private static string Algorithm(ImmutableArray<AuthParam> parameters) => parameters.FirstOrDefault(each => each.Name == "algorithm").Value ?? "MD5";

    private static string PresentedAlgorithm(SimulatedRequest request) =>
        request.Field("Authorization") is { } field ? CredentialsReader.Read(field).Credentials?.Find("algorithm") ?? "MD5" : "MD5";
}
