namespace Countersign.AspNetCore.Intake;

/// <summary>How much memory the contents of all requests together may take while schemes verify them and until they are forwarded.</summary>
/// <param name="octets">The most, in octets.</param>
public sealed class ContentRoom(long octets)
{
    private long _taken;

    /// <summary>How much is taken at the moment, in octets.</summary>
    internal long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes some; false when there is not as much left.</summary>
    internal bool TryTake(long more)
    {
        if (Interlocked.Add(ref _taken, more) <= octets)
            return true;
        GiveBack(more);
        return false;
    }

    internal void GiveBack(long taken) => Interlocked.Add(ref _taken, -taken);
}
