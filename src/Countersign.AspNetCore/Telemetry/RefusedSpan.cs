using System.Diagnostics;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>What spans tell of refusals.</summary>
internal static class RefusedSpan
{
    /// <summary>Tells a refusal as the journal has it.</summary>
    public static void TellRefusal(this Activity span, JournalEntry entry)
    {
        span.SetTag("countersign.outcome", entry.IsPlainChallenge ? "challenged" : "refused");
        span.SetTag("error.type", entry.Refusal.Row().Slug);
        span.SetTag("countersign.reference", entry.Reference);
    }
}
