using System.Collections.Immutable;
using Countersign.Client.Failures;

namespace Countersign.Client.Tokens.Grants;

/// <summary>A token of another kind or audience for one that the client has (RFC 8693).</summary>
public sealed class TokenExchangeGrant : TokenGrant
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";

    private readonly TokenEndpoint _endpoint;
    private readonly TokenGrant _subject;
    private readonly TokenFlights _subjects;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="endpoint">Where tokens are exchanged.</param>
    /// <param name="subject">Where the tokens come from that are exchanged: for each partition its own.</param>
    public TokenExchangeGrant(TokenEndpoint endpoint, TokenGrant subject)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(subject);
        (_endpoint, _subject, _subjects) = (endpoint, subject, new(subject, endpoint.Clock));
    }

    /// <summary>What the exchanged token is.</summary>
    public string SubjectTokenType { get; init; } = AccessTokenType;

    /// <summary>Who acts for whom the token is about; null for nobody.</summary>
    public Func<CancellationToken, ValueTask<Secret>>? ActorToken { get; init; }

    /// <summary>What the actor's token is.</summary>
    public string ActorTokenType { get; init; } = AccessTokenType;

    /// <summary>The names by which the server knows who will take the token.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary>The resources of requests that name none (RFC 8707).</summary>
    public ImmutableArray<Uri> Resources { get; init; } = [];

    /// <summary>The scopes of requests that name none, separated by spaces.</summary>
    public string Scope { get; init; } = "";

    /// <inheritdoc/>
    protected internal override TimeSpan Patience => base.Patience + _subject.Patience;

    /// <inheritdoc/>
    protected internal override bool IsCostly => _subject.IsCostly;

    /// <inheritdoc/>
    protected internal override Task SettleAsync() => _subjects.SettleAsync();

    /// <inheritdoc/>
    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var flight = _subjects.For(new() { Partition = request.Partition });
        var subject = await flight.GetAsync(cancel);
        if (subject.Token is null)
            return subject;
        var answer = await ExchangeAsync(subject.Token, request, cancel);
        if (answer.Token is null && IsAboutSubject(answer))
        {
            subject = await flight.RenewAsync(subject.Token, cancel);
            if (subject.Token is null)
                return subject;
            answer = await ExchangeAsync(subject.Token, request, cancel);
        }

        if (answer.Token is null)
            return GrantOutcome.Of(answer.Failure!, answer.Retry == RetryRule.Never ? RetryRule.Slowly : answer.Retry); // it is the subject's token that counts no more, and there will be others
        subject.Token.Prove();
        return answer.Said!.IssuedTokenType is AccessTokenType or JwtType
            ? answer.Outcome
            : GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable, $"{TokenEndpoint.Shown(_endpoint.Url)}: the answer does not say that it issued an access token (issued_token_type)."), RetryRule.Slowly);
    }

    /// <summary>RFC 8693 §2.2.2: an unacceptable subject token is invalid_request; many servers say invalid_grant, as for other grants.</summary>
    private static bool IsAboutSubject(TokenEndpointAnswer answer) => answer.Error is "invalid_request" or "invalid_grant" or "invalid_token";

    private async Task<TokenEndpointAnswer> ExchangeAsync(AccessToken subject, TokenRequest request, CancellationToken cancel)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            new("subject_token", subject.Value.Reveal()),
            new("subject_token_type", SubjectTokenType),
            new("requested_token_type", AccessTokenType),
            .. Audiences.Select(audience => KeyValuePair.Create("audience", audience)),
            .. TokenForm.For(request, Scope, Resources),
        ];
        if (ActorToken is not null)
            form.AddRange([new("actor_token", (await ActorToken(cancel)).Reveal()), new("actor_token_type", ActorTokenType)]);
        return await _endpoint.AskAsync([.. form], cancel);
    }
}
