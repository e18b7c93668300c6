namespace Countersign.Inspector.Exchanges;

/// <summary>A token that somebody gave beside a recording, to be judged with it. Only what it says is kept.</summary>
/// <param name="Facts">What it says of itself.</param>
/// <param name="Mark">Its mark within the recording: credentials of this mark are this token.</param>
/// <param name="Length">How many characters it has.</param>
public sealed record GivenToken(TokenFacts Facts, string Mark, int Length);
