using System.Diagnostics.CodeAnalysis;

namespace Countersign.AspNetCore.Outbound;

/// <summary>What came of a question: octets, or why there are none.</summary>
/// <param name="Octets">The content of an answer of 2xx.</param>
/// <param name="MaxAge">How long it may be kept (RFC 9111 §5.2.2.1), where it says so.</param>
/// <param name="Failure">What went wrong, with the address.</param>
internal readonly record struct Fetched(byte[]? Octets, TimeSpan? MaxAge, string? Failure)
{
    [MemberNotNullWhen(true, nameof(Octets))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsGood => Octets is not null;
}
