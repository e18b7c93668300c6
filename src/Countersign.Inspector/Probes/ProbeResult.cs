namespace Countersign.Inspector.Probes;

/// <summary>What became of a probe.</summary>
/// <param name="Probe">The probe.</param>
internal sealed record ProbeResult(Probe Probe)
{
    /// <summary>The exchange, by its place in the recording; null where it was not sent.</summary>
    public int? Exchange { get; init; }

    /// <summary>Why it was not sent; null where it was.</summary>
    public string? NotRun { get; init; }
}
