namespace Countersign.WebConsole.Ports;

/// <summary>Decisions as they happen. Counts are of all of them; of those that are listed there is an end.</summary>
internal interface ILiveDecisions
{
    /// <summary>How long a step of <see cref="DecisionCount.Recent"/> lasts.</summary>
    TimeSpan Step { get; }

    /// <summary>All counts: admitted, challenged, refused, each by reason.</summary>
    IReadOnlyList<DecisionCount> Counts();

    /// <summary>The newest that are remembered, the newest first. Admitted requests are remembered only while somebody looks.</summary>
    IReadOnlyList<SeenDecision> Newest(DecisionFilter filter, int most);

    /// <summary>Looks on from now.</summary>
    /// <param name="filter">What is of interest.</param>
    /// <param name="most">How many are kept between two looks.</param>
    IDecisionWatch Watch(DecisionFilter filter, int most);
}
