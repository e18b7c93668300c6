using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>How many requests were admitted in one minute.</summary>
/// <param name="Minute">The beginning of the minute.</param>
/// <param name="Route">The name of the route.</param>
/// <param name="SubjectKind">The <see cref="Subject.Kind"/> of whom it admitted, or <c>anonymous</c> where nobody was asked for.</param>
/// <param name="Count">How many.</param>
public sealed record AdmissionCount(DateTimeOffset Minute, string Route, string SubjectKind, long Count);
