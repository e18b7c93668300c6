using Countersign.AspNetCore.Intake;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Sees decisions as they happen, on the threads of their requests: it must neither wait nor throw.</summary>
internal interface IDecisionObserver
{
    /// <summary>A request was let in.</summary>
    /// <param name="route">The name of its route.</param>
    /// <param name="scheme">The configured name of the scheme that let it in; null when none was asked.</param>
    /// <param name="subject">Whom; null for anybody.</param>
    /// <param name="facts">The request, to be read before this returns.</param>
    void Admitted(string route, string? scheme, string? subject, HttpRequestFacts facts);

    /// <summary>A request was refused, or asked for credentials.</summary>
    void Refused(JournalEntry entry);
}
