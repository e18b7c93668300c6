using Countersign.AccessTokens;
using Countersign.Decisions;
using Countersign.Tokens.Rules;
using Countersign.Wire;

namespace Countersign.Schemes.Bearer;

/// <summary>RFC 6750: an access token in the Authorization field, which whoever has it can use.</summary>
public sealed class BearerScheme : IAuthScheme
{
    private const string SchemeName = "Bearer";

    private readonly ITokenJudge _tokens;
    private readonly TokenChallenges _challenges;
    private readonly TimeProvider _clock;

    /// <summary>A scheme over issuers.</summary>
    /// <param name="id">The name that the configuration gave to it.</param>
    /// <param name="options">The operator's choices.</param>
    /// <param name="tokens">Who judges tokens.</param>
    /// <param name="clock">Tells how long ago somebody signed in.</param>
    public BearerScheme(string id, BearerOptions options, ITokenJudge tokens, TimeProvider clock)
    {
        Id = id;
        NeedsTls = !options.AllowCleartext;
        _tokens = tokens;
        _clock = clock;
        _challenges = new(SchemeName, [new("realm", options.Realm)]);
    }

    /// <inheritdoc/>
    public string Name => SchemeName;

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public bool OpensDialog => false;

    /// <inheritdoc/>
    public bool NeedsTls { get; }

    /// <inheritdoc/>
    public bool NamesScopes => true;

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request) => TokenField.IsOf(SchemeName, authorization);

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) =>
        _challenges.For(policy, TokenField.ReasonFor(SchemeName, request, reason));

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (NeedsTls && !request.IsTls)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CleartextTransport));
        if (authorization?.Token68 is not { } token)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.BearerMalformed, "There are parameters where the token should be."));

        // A token that was seen before answers at once: no state machine for the usual request.
        var judging = _tokens.VerifyAsync(token, new(null, request.ClientCertificateThumbprint, request.ClientAddress), cancel);
        return judging.IsCompletedSuccessfully ? ValueTask.FromResult(TokenVerdicts.Of(judging.Result)) : AwaitedAsync(judging);
    }

    /// <inheritdoc/>
    public string? LackOf(SignInDemand demand, Subject subject) => TokenSignIns.LackOf(demand, subject, _clock);

    private static async ValueTask<Verdict> AwaitedAsync(ValueTask<TokenJudgement> judging) => TokenVerdicts.Of(await judging);
}
