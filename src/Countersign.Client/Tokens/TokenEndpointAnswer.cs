using Countersign.Client.Failures;
using Countersign.Tokens;

namespace Countersign.Client.Tokens;

/// <summary>What a token endpoint says: a token, or why not and when to ask again.</summary>
internal sealed class TokenEndpointAnswer
{
    /// <summary>All it says; null when it says nothing that can be read.</summary>
    public TokenAnswer? Said { get; init; }

    /// <summary>The access token; null when there is none.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>Why there is no token.</summary>
    public Failure? Failure { get; init; }

    /// <summary>When to ask again.</summary>
    public RetryRule Retry { get; init; }

    /// <summary>Whether the server said no in its own words (RFC 6749 §5.2), rather than nothing or nonsense.</summary>
    public string? Error => Token is null ? Said?.Error : null;

    /// <summary>As a grant gives it.</summary>
    public GrantOutcome Outcome => Token is { } token ? GrantOutcome.Of(token) : GrantOutcome.Of(Failure!, Retry);

    /// <summary>With something to add to why there is no token.</summary>
    public TokenEndpointAnswer With(string? words) => words is null || Failure is null ? this
        : new() { Said = Said, Failure = Failure with { Detail = $"{Failure.Detail} {words}" }, Retry = Retry };
}
