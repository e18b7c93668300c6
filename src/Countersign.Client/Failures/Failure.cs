using Countersign.Client.Tokens;

namespace Countersign.Client.Failures;

/// <summary>That credentials could not be sent, or were in vain.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What is particular to this case, without a secret; null for nothing.</param>
public sealed record Failure(FailureReason Reason, string? Detail = null)
{
    /// <summary>What broke underneath, such as the connection to a token endpoint.</summary>
    public Exception? Cause { get; init; }

    /// <summary>What the server demands of another token: the scopes, or how the person must sign in; null where it says neither.</summary>
    public TokenDemand? Demand { get; init; }

    /// <summary>How long to wait before trying again makes sense; null where it is unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether nobody answered, rather than no: what was known before may be so still.</summary>
    internal bool IsOutage { get; init; }
}
