namespace Countersign.Client.Tokens.Stores;

/// <summary>An access token as it is kept.</summary>
/// <param name="Value">The token.</param>
/// <param name="GivenAt">When it was asked for.</param>
public sealed record FamilyToken(Secret Value, DateTimeOffset GivenAt)
{
    /// <summary><c>Bearer</c> or <c>DPoP</c>.</summary>
    public string Type { get; init; } = "Bearer";

    /// <summary>How long it counts from then on; null where nobody knows.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>The scopes that were asked for.</summary>
    public string AskedScope { get; init; } = "";

    /// <summary>The resource that it was asked for.</summary>
    public Uri? Resource { get; init; }

    /// <summary>The scopes that were granted; null for those that were asked for.</summary>
    public string? Scope { get; init; }

    /// <summary>The thumbprint of the key that it is bound to (RFC 7638): with another it is of no use. Null for none.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>As it is kept.</summary>
    internal static FamilyToken Of(AccessToken token, TokenRequest request, TokenEndpoint endpoint) => Of(token, request, endpoint.Clock) with { KeyThumbprint = endpoint.Key?.Thumbprint };

    private static FamilyToken Of(AccessToken token, TokenRequest request, TimeProvider clock) => new(token.Value, clock.GetUtcNow() - Age(token, clock))
    {
        Type = token.Type,
        Lifetime = token.Lifetime,
        AskedScope = request.Scope,
        Resource = request.Resource,
        Scope = token.Scope,
    };

    /// <summary>As it is used. What the clock on the wall says of a former run of the program counts once; from now on it is the monotonic clock.</summary>
    internal AccessToken ToToken(TimeProvider clock)
    {
        var age = clock.GetUtcNow() - GivenAt;
        return new(Value)
        {
            Type = Type,
            Lifetime = Lifetime,
            Scope = Scope,
            AskedAt = clock.GetTimestamp() - (long)((age > TimeSpan.Zero ? age : TimeSpan.Zero).TotalSeconds * clock.TimestampFrequency),
        };
    }

    internal bool IsFor(TokenRequest request) => AskedScope == request.Scope && Resource == request.Resource;

    private static TimeSpan Age(AccessToken token, TimeProvider clock) => token.AskedAt is { } asked ? clock.GetElapsedTime(asked) : TimeSpan.Zero;
}
