namespace Countersign.Lab.Exercises.Tokens;

/// <summary>A clock that is off.</summary>
/// <param name="inner">The right one.</param>
/// <param name="by">By how much it is ahead.</param>
internal sealed class ShiftedClock(TimeProvider inner, TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + by;
}
