using System.Collections.Immutable;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Proxies;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises;

/// <summary>
/// One exercise: what a learner reads, the places it serves below its address, and the judgement over what was recorded there. It is listed in
/// <see cref="ExerciseCatalogue"/>. Texts may say <c>$LAB</c>, which stands for the learner's address of the exercise.
/// </summary>
internal abstract class Exercise
{
    /// <summary>What stands for the learner's address in texts.</summary>
    public const string AddressMark = "$LAB";

    /// <summary>What stands for the server as a proxy.</summary>
    public const string ProxyMark = "$PROXY";

    /// <summary>What stands for the learner's address behind that proxy.</summary>
    public const string OriginMark = "$ORIGIN";

    /// <summary>What stands for the learner's host behind tunnels of that proxy.</summary>
    public const string ShopMark = "$SHOP";

    /// <summary>Its number, from 1.</summary>
    public abstract int Number { get; }

    /// <summary>Its name in addresses and files.</summary>
    public abstract string Slug { get; }

    /// <summary>Its title.</summary>
    public abstract string Title { get; }

    /// <summary>What is to be reached, in a sentence.</summary>
    public abstract string Goal { get; }

    /// <summary>What is there, and what the learner knows of it.</summary>
    public abstract string Story { get; }

    /// <summary>What is learnt, in a sentence or two that hold anywhere.</summary>
    public abstract string Teaches { get; }

    /// <summary>Where that is written, such as <c>RFC 9110 §11.6.1</c>.</summary>
    public abstract ImmutableArray<string> Sections { get; }

    /// <summary>Three hints, each saying more than the one before.</summary>
    public abstract ImmutableArray<string> Hints { get; }

    /// <summary>The ways in which it can be solved.</summary>
    public abstract ImmutableArray<ExerciseRoute> Routes { get; }

    /// <summary>The request to begin from; null where there is none.</summary>
    public virtual LabRequest? Base => null;

    /// <summary>How many edits of the base request suffice; null where edits are not counted.</summary>
    public virtual int? Par => null;

    /// <summary>What is to be typed in as an answer; empty where requests alone count.</summary>
    public virtual ImmutableArray<AnswerPart> Answers => [];

    /// <summary>Whether its places are behind tunnels of the server as a proxy: CONNECT for the learner's host is asked of it as well.</summary>
    public virtual bool IsTunnelled => false;

    /// <summary>Steps that solve it.</summary>
    /// <param name="learner">Whose: what is asked may differ from one learner to the next.</param>
    public abstract ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner);

    /// <summary>Steps that look as if they solved it.</summary>
    /// <param name="learner">Whose.</param>
    public abstract ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner);

    /// <summary>Answers a request to one of its places.</summary>
    public abstract ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel);

    /// <summary>Answers a request that is made up of the base request and edits, to find out which of them were needed.</summary>
    public virtual ValueTask<SimulatedAnswer> AnswerAgainAsync(LabCall call, CancellationToken cancel) => AnswerAsync(call, cancel);

    /// <summary>Works with an answer that was typed in, such as a configuration that its places go by from now on.</summary>
    /// <returns>Why it can't be used; null where it can.</returns>
    public virtual ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel) => ValueTask.FromResult<Remark?>(null);

    /// <summary>Judges what was recorded.</summary>
    public abstract ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel);

    /// <summary>A text with the learner's address in it.</summary>
    public static string WithAddress(string text, string address)
    {
        text = text.Replace(AddressMark, address, StringComparison.Ordinal);
        if (address.LastIndexOf('/') is >= 0 and var slash)
            text = text.Replace(ShopMark, TunnelHost.UrlOf(address[(slash + 1)..]), StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
            ? text.Replace(ProxyMark, url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal).Replace(OriginMark, OriginOf(url), StringComparison.Ordinal)
            : text;
    }

    /// <summary>The same address at the host that only the server as a proxy knows.</summary>
    public static string OriginOf(Uri address) => "http://shop.example" + address.AbsolutePath;
}
