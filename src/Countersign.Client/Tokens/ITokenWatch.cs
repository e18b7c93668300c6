using Countersign.Client.Failures;

namespace Countersign.Client.Tokens;

/// <summary>Is told of the questions for tokens.</summary>
internal interface ITokenWatch
{
    /// <summary>A question was answered, or ended without an answer.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="waiters">How many requests waited for it, those included that gave up.</param>
    void Landed(GrantOutcome outcome, TimeSpan took, int waiters);

    /// <summary>A refused request goes on with a token, be it new or known, or without any.</summary>
    void Taken(OriginToken next);

    /// <summary>What was found out about the resources of an origin serves on beyond its time, because nobody answers.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="age">How old it is.</param>
    /// <param name="failure">What became of looking anew.</param>
    void Outlived(Origin origin, TimeSpan age, Failure failure);
}
