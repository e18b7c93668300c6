using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Wire;

namespace Countersign.Schemes.Session;

/// <summary>A session that a person began by signing in, carried by a cookie. The scheme name is not registered with IANA.</summary>
public sealed class SessionScheme : IAuthScheme
{
    private readonly SessionOptions _options;
    private readonly ISessions _sessions;
    private readonly TimeProvider _clock;
    private readonly Challenge[] _overTls;
    private readonly Challenge[] _overCleartext;

    /// <summary>A scheme over a store of sessions.</summary>
    /// <param name="id">The name that the configuration gave to it.</param>
    /// <param name="options">The operator's words.</param>
    /// <param name="sessions">Who knows the sessions.</param>
    /// <param name="clock">Tells how long ago somebody signed in.</param>
    public SessionScheme(string id, SessionOptions options, ISessions sessions, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        Id = id;
        NeedsTls = !options.AllowCleartext;
        _options = options;
        _sessions = sessions;
        _clock = clock;
        _overTls = [ChallengeOf(SessionCookie.Name)];
        _overCleartext = [ChallengeOf(SessionCookie.CleartextName)];
    }

    /// <inheritdoc/>
    public string Name => "Cookie";

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public bool OpensDialog => false;

    /// <inheritdoc/>
    public bool NeedsTls { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialCookies => SessionCookie.Names;

    /// <summary>Where people sign in: a path.</summary>
    public string FormAction => _options.FormAction;

    /// <summary>Whether a session that is refused so is of no more use to anybody, so that the browser is to forget it.</summary>
    public static bool IsOver(Refusal refusal) => refusal is Refusal.SessionUnreadable or Refusal.SessionUnknown or Refusal.SessionIdle
        or Refusal.SessionExpired or Refusal.SessionRevoked or Refusal.SessionSignedOut;

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Find(request, out _) > 0;
    }

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.IsTls ? _overTls : _overCleartext;
    }

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (NeedsTls && !request.IsTls)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CleartextTransport));

        // Another host of the same domain can add one of this name where it has no prefix: nobody can tell which is the person's own.
        var count = Find(request, out var id);
        if (count != 1)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.SessionUnreadable, count == 0 ? "There is no session's cookie." : "The session's cookie came more than once."));

        var looking = _sessions.FindAsync(id.ToString(), cancel);
        return looking.IsCompletedSuccessfully ? ValueTask.FromResult(Judge(looking.Result, request)) : AwaitedAsync(looking, request);
    }

    /// <inheritdoc/>
    public Verdict? Recall(Credentials? authorization, RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Find(request, out var id) == 1 && _sessions.Recall(id.ToString()) is { Outcome: SessionOutcome.Good } known && Judge(known, request) is { Subject: not null } verdict
            ? verdict
            : null;
    }

    /// <inheritdoc/>
    public string? LackOf(SignInDemand demand, Subject subject)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(subject);
        return SessionSignIns.LackOf(demand, subject.Session, _clock);
    }

    private async ValueTask<Verdict> AwaitedAsync(ValueTask<SessionCheck> looking, RequestFacts request) => Judge(await looking, request);

    private Verdict Judge(SessionCheck check, RequestFacts request) => check.Outcome switch
    {
        SessionOutcome.Good when check.Subject is { } subject => RequestOrigin.Suspect(request, _options.Origins) is { } suspicion
            ? Verdict.Refuse(Refusal.SessionOriginForeign, suspicion, subject.Name)
            : Verdict.Accept(subject),
        SessionOutcome.Unreadable => Refuse(Refusal.SessionUnreadable, check),
        SessionOutcome.Unknown => Refuse(Refusal.SessionUnknown, check),
        SessionOutcome.Idle => Refuse(Refusal.SessionIdle, check),
        SessionOutcome.Expired => Refuse(Refusal.SessionExpired, check),
        SessionOutcome.Revoked => Refuse(Refusal.SessionRevoked, check),
        SessionOutcome.SignedOut => Refuse(Refusal.SessionSignedOut, check),

        // A store that calls a session good and does not say whose it is can't be relied on.
        SessionOutcome.Good or SessionOutcome.Unavailable => Refuse(Refusal.ProtectionUnavailable, check),
    };

    private static Verdict Refuse(Refusal refusal, SessionCheck check) => Verdict.Refuse(refusal, check.Evidence, check.Subject?.Name);

    /// <summary>How often the cookie came, by the name that it has over this connection, in whichever line.</summary>
    private static int Find(RequestFacts request, out ReadOnlySpan<char> id)
    {
        id = default;
        var name = SessionCookie.NameFor(request.IsTls);
        var (count, lines) = (0, request.FieldCount("Cookie"));
        for (var at = 0; at < lines; at++)
        {
            var found = CookieField.Count(request.FieldLine("Cookie", at), name, out var value);
            if (count == 0)
                id = value;
            count += found;
        }

        return count;
    }

    private Challenge ChallengeOf(string cookie) => new(Name)
    {
        Params = [new("realm", _options.Realm), new("form-action", _options.FormAction), new("cookie-name", cookie)],
    };
}
