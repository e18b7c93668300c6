namespace Countersign.Client.Tokens;

/// <summary>What an access token is wanted for. Requests that are equal share one token; whatever makes tokens differ is a part of it.</summary>
public sealed record TokenRequest
{
    /// <summary>The scopes, separated by spaces, in ordinal order and each once; empty for those that the grant names itself (RFC 6749 §3.3).</summary>
    public string Scope
    {
        get;
        init => field = string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    } = "";

    /// <summary>The resource that the token is for (RFC 8707); null where the grant names it, or nobody does.</summary>
    public Uri? Resource { get; init; }

    /// <summary>
    /// The classes of sign-in one of which the server demands (<c>acr_values</c>, RFC 9470 §4), separated by spaces, in its order of preference; empty for any.
    /// </summary>
    public string AcrValues
    {
        get;
        init => field = string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal));
    } = "";

    /// <summary>How long ago the person may have signed in at most (<c>max_age</c>, RFC 9470 §4); null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>In whose name it is; null where the client acts for itself.</summary>
    public string? Partition { get; init; }
}
