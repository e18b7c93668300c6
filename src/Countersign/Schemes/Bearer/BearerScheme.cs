using Countersign.AccessTokens;
using Countersign.Decisions;
using Countersign.Tokens.Rules;
using Countersign.Wire;

namespace Countersign.Schemes.Bearer;

/// <summary>RFC 6750: an access token, which whoever has it can use. It comes in the Authorization field, and elsewhere where the operator wants it.</summary>
public sealed class BearerScheme : IAuthScheme
{
    /// <summary>The parameter that carries the token in a form or a query.</summary>
    public const string TokenParameter = "access_token";

    internal const string SchemeName = "Bearer";

    private readonly BearerTokenReader _reader;
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
        _reader = new(options);
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
    public int ContentToRead(RequestFacts request) => _reader.ContentToRead(request);

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request) => _reader.IsPresented(authorization, request);

    /// <inheritdoc/>
    public string? Overlooked(RequestFacts request) =>
        _reader.IsOverlooked(request) ? $"A token came in the query, where '{Id}' takes none: it stands in logs and histories now." : null;

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) =>
        _challenges.For(policy, TokenField.ReasonFor(SchemeName, request, reason));

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (NeedsTls && !request.IsTls)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CleartextTransport));
        if (_reader.Read(authorization, request, out var fault) is not { } token)
            return ValueTask.FromResult(fault);

        // A token that was seen before answers at once: no state machine for the usual request.
        var judging = _tokens.VerifyAsync(token, new(null, request.ClientCertificateThumbprint, request.ClientAddress), cancel);
        return judging.IsCompletedSuccessfully ? ValueTask.FromResult(TokenVerdicts.Of(judging.Result)) : AwaitedAsync(judging);
    }

    /// <inheritdoc/>
    public string? LackOf(SignInDemand demand, Subject subject) => TokenSignIns.LackOf(demand, subject, _clock);

    /// <summary>The token of a request that this scheme admitted, wherever it came; null when there is none.</summary>
    public string? TokenOf(RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authorization = request.Field("Authorization") is { } line ? CredentialsReader.Read(line).Credentials : null;
        return _reader.Read(authorization, request, out _);
    }

    private static async ValueTask<Verdict> AwaitedAsync(ValueTask<TokenJudgement> judging) => TokenVerdicts.Of(await judging);
}
