using Countersign.AspNetCore.Intake;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Admission;

/// <summary>A request with the decision on it.</summary>
internal readonly struct JudgedRequest
{
    /// <summary>What was seen of the request; null when it could not even be read.</summary>
    public HttpRequestFacts? Facts { get; init; }

    /// <summary>What it was judged for; null when it belongs nowhere.</summary>
    public ProtectedArea? Area { get; init; }

    public Decision Decision { get; init; }

    /// <summary>How long the decision held up the thread of its connection; nothing for what was waited for.</summary>
    public TimeSpan Effort { get; init; }
}
