using System.Data.Common;
using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.AspNetCore.Passwords;

/// <summary>Checks passwords against a store: remembered ones at once, all others on the workers, guesses not at all once there were too many.</summary>
public sealed class PasswordVault : IPasswordVault
{
    private readonly IPasswordSource _source;
    private readonly PasswordWorkers _workers;
    private readonly VerifiedCache _cache;
    private readonly Lockout _lockout;
    private readonly IPasswordHasher _hasher;

    /// <summary>A vault over one store. Workers, cache and lockout may be shared by several.</summary>
    public PasswordVault(IPasswordSource source, PasswordWorkers workers, VerifiedCache cache, Lockout lockout)
        : this(source, workers, cache, lockout, PasswordHasher.Instance)
    {
    }

    internal PasswordVault(IPasswordSource source, PasswordWorkers workers, VerifiedCache cache, Lockout lockout, IPasswordHasher hasher)
    {
        _source = source;
        _workers = workers;
        _cache = cache;
        _lockout = lockout;
        _hasher = hasher;
    }

    /// <inheritdoc/>
    public ValueTask<PasswordCheck> CheckAsync(string user, string password, RequestFacts request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Before anything that depends on the password: during a lockout the right one is refused like any other.
        if (_lockout.WaitFor(user, request) is { } wait)
            return ValueTask.FromResult(TooMany(wait));

        try
        {
            if (Remembered(user, password) is { } subject)
            {
                _lockout.Recognised(user, request);
                return ValueTask.FromResult(new PasswordCheck(PasswordOutcome.Matches, subject));
            }
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return ValueTask.FromResult(Unavailable("the store of users failed"));
        }

        return CheckAnewAsync(user, password, request, cancel);
    }

    /// <inheritdoc/>
    public PasswordCheck? Recall(string user, string password, RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_lockout.WaitFor(user, request) is not null)
            return null;
        try
        {
            return Remembered(user, password) is { } subject ? new(PasswordOutcome.Matches, subject) : null;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return null;
        }
    }

    private Subject? Remembered(string user, string password) =>
        _source.Read() is { } known && known.TryFind(user, out var stored) && !stored.IsDisabled && _cache.Holds(user, password, stored.Hash)
            ? stored.Subject
            : null;

    private static bool IsOutage(Exception exception) => exception is DbException or IOException or UnauthorizedAccessException;

    /// <summary>Not remembered: a new user, a new password, or a guess. A password that was set a moment ago counts already.</summary>
    private async ValueTask<PasswordCheck> CheckAnewAsync(string user, string password, RequestFacts request, CancellationToken cancel)
    {
        IPasswordTable? table;
        StoredPassword? stored;
        try
        {
            table = await _source.ReadLatestAsync(cancel);
            if (table is null)
                return Unavailable("the store of users can't be read");
            table.TryFind(user, out stored);
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return Unavailable("the store of users failed");
        }

        var attempt = new Attempt(this, table, stored, user, password, request);
        return _workers.TryRun(Network.Of(request.ClientAddress), attempt.Judge, Busy, out var judging, cancel) ? await judging : Busy(_workers.Estimate());
    }

    private static PasswordCheck Busy(TimeSpan wait) => new(PasswordOutcome.Busy, RetryAfter: wait);

    private static PasswordCheck TooMany(TimeSpan wait) => new(PasswordOutcome.TooManyAttempts, RetryAfter: wait);

    private static PasswordCheck Unavailable(string evidence) => new(PasswordOutcome.Unavailable, Evidence: evidence);

    /// <summary>One check, on a worker.</summary>
    private sealed class Attempt(
        PasswordVault vault, IPasswordTable table, StoredPassword? stored, string user, string password, RequestFacts request)
    {
        public PasswordCheck Judge()
        {
            // Those that waited behind wrong ones of the same name are past the limit by now.
            if (vault._lockout.WaitFor(user, request) is { } wait)
                return TooMany(wait);

            // Those that waited behind the first of many with the same password need no check of their own.
            if (stored is { IsDisabled: false } && vault._cache.Holds(user, password, stored.Hash))
            {
                vault._lockout.Recognised(user, request);
                return new(PasswordOutcome.Matches, stored.Subject);
            }

            if (!LibCrypt.IsAvailable && table.Costs.Any(cost => cost.NeedsLibCrypt))
                return Unavailable(LibCrypt.Missing);

            var check = Weigh(Spend());
            if (check.Outcome == PasswordOutcome.Matches)
            {
                vault._cache.Remember(user, password, stored!.Hash);
                vault._lockout.Succeeded(user, request);
            }
            else
            {
                vault._lockout.Failed(user, request);
            }

            return check;
        }

        /// <summary>Every cost of the store once, whoever is asked for: the user's own hash stands for its cost, decoys for the others.</summary>
        private HashAnswer Spend()
        {
            var answer = HashAnswer.CannotCompute;
            var isSpent = false;
            foreach (var cost in table.Costs)
            {
                if (stored is not null && !isSpent && stored.Hash.Decoy == cost.Decoy)
                {
                    answer = vault._hasher.Compare(stored.Hash, password);
                    isSpent = true;
                }
                else
                {
                    vault._hasher.Compare(cost, password);
                }
            }

            // A store that counted its costs before this user was added.
            if (!isSpent && stored is not null && stored.Hash.Kind != HashKind.Unsupported)
                answer = vault._hasher.Compare(stored.Hash, password);
            return answer;
        }

        private PasswordCheck Weigh(HashAnswer answer)
        {
            if (stored is null)
                return new(PasswordOutcome.UnknownUser, Evidence: table.Hint(user));
            if (stored.IsDisabled)
                return new(PasswordOutcome.UserDisabled);
            return answer switch
            {
                HashAnswer.Same => new(PasswordOutcome.Matches, stored.Subject),
                HashAnswer.Different => new(PasswordOutcome.WrongPassword),
                HashAnswer.CannotCompute => new(
                    PasswordOutcome.UnsupportedHash,
                    Evidence: stored.Hash.Kind == HashKind.Unsupported
                        ? stored.Hash.Advice
                        : $"libcrypt on this machine computes no {stored.Hash.Kind} hashes"),
            };
        }
    }
}
