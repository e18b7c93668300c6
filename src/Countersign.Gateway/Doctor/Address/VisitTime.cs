namespace Countersign.Gateway.Doctor.Address;

/// <summary>How long all requests of a visit may take together: a peer that answers each of them late must not hold anybody for minutes.</summary>
internal sealed class VisitTime(TimeProvider clock)
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    private readonly long _began = clock.GetTimestamp();

    public TimeSpan Left => Most - clock.GetElapsedTime(_began);

    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>Whether something was not asked, or not waited for, since the time was over.</summary>
    public bool HasCut { get; private set; }

    public void Cut() => HasCut = true;
}
