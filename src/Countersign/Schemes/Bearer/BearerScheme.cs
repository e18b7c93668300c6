using System.Globalization;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.Rules;
using Countersign.Wire;

namespace Countersign.Schemes.Bearer;

/// <summary>RFC 6750: an access token in the Authorization field, which whoever has it can use.</summary>
public sealed class BearerScheme : IAuthScheme
{
    private const string SchemeName = "Bearer";

    private readonly ITokenJudge _tokens;
    private readonly BearerChallenges _challenges;
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

    /// <summary>Whether there is something after <c>Bearer</c>; the name alone is as if nothing had come (RFC 6750 §3.1).</summary>
    public bool IsPresented(Credentials? authorization, RequestFacts request) =>
        authorization is not null && (authorization.Token68 is not null || !authorization.Params.IsEmpty)
        && authorization.Scheme.Equals(SchemeName, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason)
    {
        // What nobody could read is this scheme's affair only if it was meant for it.
        var isOurs = reason is not (Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated)
            || (request.Field("Authorization")?.StartsWith(SchemeName + " ", StringComparison.OrdinalIgnoreCase) ?? true);
        return _challenges.For(policy, isOurs ? reason : null);
    }

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (NeedsTls && !request.IsTls)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CleartextTransport));
        if (authorization?.Token68 is not { } token)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.BearerMalformed, "There are parameters where the token should be."));

        // A token that was seen before answers at once: no state machine for the usual request.
        var judging = _tokens.VerifyAsync(token, default, cancel);
        return judging.IsCompletedSuccessfully ? ValueTask.FromResult(Judge(judging.Result)) : AwaitedAsync(judging);
    }

    /// <inheritdoc/>
    public string? LackOf(SignInDemand demand, Subject subject)
    {
        if (subject.Claims is not { } claims)
            return "Nothing is known of the sign-in.";
        if (!demand.AcrValues.IsEmpty && claims.Values("acr") is var found && !demand.AcrValues.Any(wanted => found.Contains(wanted)))
            return found is [var acr, ..] ? $"The acr is {acr}; wanted: {string.Join(" or ", demand.AcrValues)}." : $"There is no acr; wanted: {string.Join(" or ", demand.AcrValues)}.";
        if (demand.MaxAge is not { } longest)
            return null;
        if (claims.Values("auth_time") is not [var text] || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var signedIn))
            return "There is no auth_time.";
        var age = NumericDate.Of(_clock.GetUtcNow()).Seconds - signedIn;
        return age <= (decimal)longest.TotalSeconds ? null
            : string.Create(CultureInfo.InvariantCulture, $"The sign-in was {age:0} s ago; at most {longest.TotalSeconds:0} s are wanted.");
    }

    private static async ValueTask<Verdict> AwaitedAsync(ValueTask<TokenJudgement> judging) => Judge(await judging);

    private static Verdict Judge(in TokenJudgement judgement)
    {
        if (judgement is { IsGood: true, Token: { } token })
            return Verdict.Accept(TokenSubjects.Of(token));
        return TokenRefusals.Verdict(judgement, judgement.Token is { } known ? TokenSubjects.Of(known).Name : judgement.Claims?.Subject);
    }
}
