using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Schemes.Basic;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Exercises.Doors;

/// <summary>A protected place of an exercise, judged by the schemes of the core.</summary>
/// <param name="kinds">What it lets in by, in the order in which it is offered.</param>
internal sealed class Door(params DoorKind[] kinds)
{
    private readonly ProtectedPlace _place = new([.. kinds]);

    /// <summary>Whether answers say what is known beyond the reason.</summary>
    public bool IsTalkative { get; init; }

    /// <summary>Judges and answers a request.</summary>
    public async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => Answer(await JudgeAsync(call, cancel));

    /// <summary>Judges a request.</summary>
    public ValueTask<Judged> JudgeAsync(LabCall call, CancellationToken cancel) => _place.JudgeAsync(call.Request, cancel);

    /// <summary>The answer to what was judged.</summary>
    public SimulatedAnswer Answer(Judged judged)
    {
        var answer = _place.Answer(judged);

        // What gets in is for the learner to find out.
        answer.Diagnosis = answer.Diagnosis! with { Fix = [], Evidence = IsTalkative ? answer.Diagnosis.Evidence : null };
        return answer;
    }

    /// <summary>Basic for some users.</summary>
    public static DoorKind Basic(string realm, string expected, LabUsers users) =>
        new("basic", expected, _ => new BasicScheme("basic", new() { Realm = realm, AllowCleartext = true }, users));

    /// <summary>Digest for some users.</summary>
    /// <param name="realm">The protection space.</param>
    /// <param name="expected">What is let in, in words.</param>
    /// <param name="users">The users.</param>
    /// <param name="mostUses">How often a nonce serves.</param>
    /// <param name="rule">Which counts of a nonce are taken.</param>
    public static DoorKind Digest(string realm, string expected, LabUsers users, int mostUses = int.MaxValue, CountRule rule = CountRule.Once) => new("digest", expected, request =>
    {
        var nonces = new NonceUses(request.State.Nonces, request.State.UsedCounts, rule, mostUses);
        return new DigestScheme("digest", new() { Realm = realm, Algorithms = [DigestAlgorithm.Find("SHA-256")!] }, users, nonces, nonces, UncountedGuesses.Instance);
    });
}
