using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Wire;

namespace Countersign.Schemes.Basic;

/// <summary>RFC 7617: a user-id and password, readable by anyone on the path.</summary>
/// <param name="id">The name that the configuration gave to it.</param>
/// <param name="options">The operator's choices.</param>
/// <param name="vault">Who knows the passwords.</param>
public sealed class BasicScheme(string id, BasicOptions options, IPasswordVault vault) : IAuthScheme
{
    private readonly Challenge[] _challenges =
        [new("Basic") { Params = [new("realm", options.Realm), new("charset", "UTF-8")] }];

    /// <inheritdoc/>
    public string Name => "Basic";

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public bool OpensDialog => true;

    /// <inheritdoc/>
    public bool NeedsTls => !options.AllowCleartext;

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request) =>
        authorization is not null && authorization.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) => _challenges;

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (NeedsTls && !request.IsTls)
            return ValueTask.FromResult(Verdict.Refuse(Refusal.CleartextTransport));
        if (!BasicLoginReader.TryRead(authorization?.Token68, out var login, out var fault))
            return ValueTask.FromResult(Verdict.Refuse(Refusal.BasicMalformed, fault));

        // A remembered password answers at once: no state machine for the usual request.
        var checking = vault.CheckAsync(login.User, login.Password, request, cancel);
        return checking.IsCompletedSuccessfully
            ? ValueTask.FromResult(Judge(checking.Result, login))
            : AwaitedAsync(checking, login);
    }

    /// <inheritdoc/>
    public Verdict? Recall(Credentials? authorization, RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return BasicLoginReader.TryRead(authorization?.Token68, out var login, out _)
            && vault.Recall(login.User, login.Password, request) is { Outcome: PasswordOutcome.Matches, Subject: { } subject }
                ? Verdict.Accept(subject)
                : null;
    }

    private static async ValueTask<Verdict> AwaitedAsync(ValueTask<PasswordCheck> checking, BasicLogin login) =>
        Judge(await checking, login);

    private static Verdict Judge(PasswordCheck check, BasicLogin login)
    {
        if (check is { Outcome: PasswordOutcome.Matches, Subject: { } subject })
            return Verdict.Accept(subject);
        return Verdict.Refuse(RefusalFor(check.Outcome), Evidence(check, login), login.User, check.RetryAfter);
    }

    private static Refusal RefusalFor(PasswordOutcome outcome) => outcome switch
    {
        PasswordOutcome.WrongPassword => Refusal.BasicWrongPassword,
        PasswordOutcome.UnknownUser => Refusal.BasicUnknownUser,
        PasswordOutcome.UserDisabled => Refusal.BasicUserDisabled,
        PasswordOutcome.UnsupportedHash => Refusal.BasicHashUnsupported,
        PasswordOutcome.TooManyAttempts => Refusal.TooManyAttempts,
        PasswordOutcome.Busy => Refusal.PasswordChecksBusy,

        // A match without a subject is a fault of the vault: closed, not open.
        PasswordOutcome.Unavailable or PasswordOutcome.Matches => Refusal.ProtectionUnavailable,
    };

    private static string? Evidence(PasswordCheck check, BasicLogin login)
    {
        if (!login.IsLatin1)
            return check.Evidence;
        const string Latin1 = "the credentials are not UTF-8 and were read as ISO-8859-1";
        return check.Evidence is null ? Latin1 : $"{check.Evidence}; {Latin1}";
    }
}
