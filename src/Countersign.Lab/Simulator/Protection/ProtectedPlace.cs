using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>A place that lets in by one of some schemes, and answers as it should: what twists begin from.</summary>
/// <param name="kinds">The schemes, in the order in which they are offered.</param>
internal sealed class ProtectedPlace(ImmutableArray<SchemeKind> kinds)
{
    /// <summary>Judges a request.</summary>
    public async ValueTask<Judged> JudgeAsync(SimulatedRequest request, CancellationToken cancel)
    {
        // What no challenge can say is nothing to be judged by.
        if (FaultOf(request) is not null)
            return new(request, new(AccessKind.AnyOf), new() { Refusal = Refusal.CredentialsMissing });
        var policy = new AccessPolicy(AccessKind.AnyOf) { Schemes = [.. kinds.Select(kind => kind.Create(request))] };
        foreach (var kind in kinds)
            policy = kind.Demand(request, policy);
        return new(request, policy, await Gate.DecideAsync(request.Facts, policy, cancel));
    }

    /// <summary>The same, but for the credentials being good no more.</summary>
    /// <param name="judged">What was admitted.</param>
    /// <param name="reason">Why it is not; null for what its scheme says of credentials that have ended.</param>
    public Judged Worn(Judged judged, Refusal? reason = null)
    {
        var kind = kinds.FirstOrDefault(each => each.Name == judged.Decision.Scheme?.Id) ?? kinds[0];
        return judged with { Decision = new() { Refusal = reason ?? kind.Worn, Scheme = judged.Decision.Scheme, CredentialsPresented = judged.Decision.CredentialsPresented } };
    }

    /// <summary>The answer.</summary>
    public SimulatedAnswer Answer(Judged judged)
    {
        var (request, _, decision) = judged;
        if (FaultOf(request) is { } fault)
            return new(400) { Diagnosis = new("parameters with a meaning", fault) };
        var diagnosis = new Diagnosis(string.Join(", or ", kinds.Select(kind => kind.Expected(request))), Received(judged))
        {
            Refusal = decision.Refusal,
            Evidence = decision.Verdict.Evidence ?? decision.Evidence,
            Subject = decision.Subject?.Name,
        };
        if (decision.IsAdmitted)
            return Admitted(decision, diagnosis);
        var status = decision.Refusal!.Value.Row().Status;
        var answer = new SimulatedAnswer(status) { Diagnosis = diagnosis with { Fix = FixOf(request) } };
        foreach (var challenge in Gate.ChallengesFor(request.Facts, judged.Policy, decision))
            answer.Add("WWW-Authenticate", ChallengeText.Octets(challenge.ToString()));
        if (answer.First("WWW-Authenticate") is not null)
        {
            foreach (var field in judged.Policy.Schemes.Select(scheme => scheme.ChallengeField).OfType<KeyValuePair<string, string>>())
                answer.Add(field.Key, field.Value);
        }

        answer.Add("Cache-Control", "no-store");
        return answer;
    }

    private static SimulatedAnswer Admitted(in Decision decision, Diagnosis diagnosis)
    {
        var answer = new SimulatedAnswer(200) { Diagnosis = diagnosis };
        if (decision.Verdict.Duty is { NeedsContent: true } late)
            answer.Duty = late;
        else if (decision.Verdict.Duty is { } duty)
            answer.Add(duty.FieldName, duty.Value());
        answer.Add("Cache-Control", "private, no-store");
        return answer;
    }

    private string? FaultOf(SimulatedRequest request) => kinds.Select(kind => kind.FaultOf(request)).FirstOrDefault(fault => fault is not null);

    private ImmutableArray<RequestChange> FixOf(SimulatedRequest request) => [kinds[0].Fix(request)];

    private static string Received(Judged judged)
    {
        if (judged.Decision.CredentialsPresented is false)
            return judged.Request.Facts.FieldCount("Authorization") > 0 ? "credentials of another scheme" : "no credentials";
        return judged.Decision.Verdict.ClaimedName is { Length: > 0 } name ? $"{judged.Decision.Scheme?.Name} for {name}"
            : judged.Decision.Scheme is { } scheme ? $"credentials of {scheme.Name}" : "credentials that can't be read";
    }
}
