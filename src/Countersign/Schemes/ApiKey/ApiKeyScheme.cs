using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Wire;

namespace Countersign.Schemes.ApiKey;

/// <summary>A key in a field of its own or in Authorization. The scheme name is not registered with IANA.</summary>
public sealed class ApiKeyScheme : IAuthScheme
{
    private readonly IApiKeys _keys;
    private readonly string _header;
    private readonly Challenge[] _challenges;
    private readonly string[] _fields;

    /// <summary>A scheme over a store of keys.</summary>
    /// <param name="id">The name that the configuration gave to it.</param>
    /// <param name="options">The operator's words.</param>
    /// <param name="keys">Who knows the keys.</param>
    public ApiKeyScheme(string id, ApiKeyOptions options, IApiKeys keys)
    {
        Id = id;
        NeedsTls = options.RequireTls;
        _keys = keys;
        _header = options.Header;
        _fields = [options.Header];
        _challenges = [new Challenge(Name) { Params = [new("realm", options.Realm), new("header", options.Header)] }];
    }

    /// <inheritdoc/>
    public string Name => "ApiKey";

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public bool OpensDialog => false;

    /// <inheritdoc/>
    public bool NeedsTls { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialFields => _fields;

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request) => IsOurs(authorization) || request.FieldCount(_header) > 0;

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) => _challenges;

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (NeedsTls && !request.IsTls)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CleartextTransport));
        var lines = request.FieldCount(_header);
        var inAuthorization = IsOurs(authorization);
        if (lines > 1)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CredentialsDuplicated, "the key field has several lines"));
        if (lines == 1 && inAuthorization)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CredentialsDuplicated, "a key came in Authorization and in the key field"));

        var key = inAuthorization ? authorization!.Token68 : request.Field(_header);
        if (string.IsNullOrEmpty(key))
            return ValueTask.FromResult(Verdict.Refuse(Refusal.ApiKeyMalformed, "there is no key in the field"));

        var looking = _keys.FindAsync(key, cancel);
        return looking.IsCompletedSuccessfully ? ValueTask.FromResult(Judge(looking.Result)) : Awaited(looking);

        static async ValueTask<Verdict> Awaited(ValueTask<ApiKeyCheck> looking) => Judge(await looking);
    }

    private static Verdict Judge(ApiKeyCheck check) => check.Outcome switch
    {
        ApiKeyOutcome.Good when check.Subject is { } subject => Verdict.Accept(subject),
        ApiKeyOutcome.Malformed => Refuse(Refusal.ApiKeyMalformed, check),
        ApiKeyOutcome.Unknown => Refuse(Refusal.ApiKeyUnknown, check),
        ApiKeyOutcome.Expired => Refuse(Refusal.ApiKeyExpired, check),
        ApiKeyOutcome.Revoked => Refuse(Refusal.ApiKeyRevoked, check),

        // A store that calls a key good and does not say whose it is can't be relied on.
        ApiKeyOutcome.Good or ApiKeyOutcome.Unavailable => Refuse(Refusal.ProtectionUnavailable, check),
    };

    private static Verdict Refuse(Refusal refusal, ApiKeyCheck check) => Verdict.Refuse(refusal, check.Evidence, check.Subject?.Name);

    private static bool IsOurs(Credentials? authorization) =>
        authorization is not null && string.Equals(authorization.Scheme, "ApiKey", StringComparison.OrdinalIgnoreCase);
}
