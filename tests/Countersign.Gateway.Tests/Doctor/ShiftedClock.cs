namespace Countersign.Gateway.Tests.Doctor;

/// <summary>The system's clock, some time ahead or behind.</summary>
internal sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
