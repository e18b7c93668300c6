namespace Countersign.Decisions;

/// <summary>One of several checks that failed.</summary>
/// <param name="Refusal">What it would have been refused for, had it been the only one.</param>
/// <param name="Evidence">What the operator may read about it: never a secret.</param>
public readonly record struct FailedCheck(Refusal Refusal, string? Evidence);
