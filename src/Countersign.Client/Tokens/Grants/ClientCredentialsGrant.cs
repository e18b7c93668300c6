using System.Collections.Immutable;

namespace Countersign.Client.Tokens.Grants;

/// <summary>The client asks in its own name (RFC 6749 §4.4): one token for all people in whose name it sends requests.</summary>
/// <param name="endpoint">Where it asks.</param>
public sealed class ClientCredentialsGrant(TokenEndpoint endpoint) : TokenGrant
{
    /// <summary>The scopes of requests that name none, separated by spaces; empty to leave that to the server.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The resources of requests that name none (RFC 8707).</summary>
    public ImmutableArray<Uri> Resources { get; init; } = [];

    /// <summary>What a particular server wants beside, such as <c>audience</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <inheritdoc/>
    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await endpoint.AskAsync([new("grant_type", "client_credentials"), .. TokenForm.For(request, Scope, Resources), .. Parameters], cancel);
        return answer.Outcome;
    }

    /// <inheritdoc/>
    protected internal override TokenRequest KeyOf(TokenRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Partition is null ? request : request with { Partition = null };
    }
}
