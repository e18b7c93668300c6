using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>Authenticator apps and recovery codes of the store's users: proves them, sets them up, and takes them away.</summary>
internal sealed class SecondFactors
{
    private const string Purpose = "Countersign.SignIn.Totp";
    private readonly TotpStore _apps;
    private readonly RecoveryCodeStore _codes;
    private readonly PasskeyStore _passkeys;
    private readonly FactorStore _factors;
    private readonly IDataProtectionProvider _protection;
    private readonly Lockout _guesses;
    private readonly TimeProvider _time;

    public SecondFactors(Store store, IDataProtectionProvider protection, Lockout guesses, TimeProvider time)
    {
        _apps = new(store, time);
        _codes = new(store, time);
        _passkeys = new(store, time);
        _factors = new(store);
        _protection = protection;
        _guesses = guesses;
        _time = time;
    }

    /// <summary>What a user can prove.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<FactorsOf> FindAsync(string user) => Task.Run(() => new FactorsOf(_apps.Find(user) is not null, _passkeys.Of(user).Count, _codes.CountOf(user)));

    /// <summary>Checks a code that somebody gave whose password was right: the app's, or a recovery code.</summary>
    /// <param name="user">Whose code it should be.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="request">The network that wrong codes are counted against.</param>
    /// <exception cref="StoreUnavailableException">The store can't be read or written.</exception>
    public Task<CodeCheck> CheckAsync(string user, string code, RequestFacts request) => Task.Run(() => Check(user, code, request));

    /// <summary>A new key for a user's app, which counts once it is proven.</summary>
    public TotpSetup Begin(string user) => TotpSetup.Make(SetupProtector(user), _time.GetUtcNow());

    /// <summary>The key that was begun, to be shown again; null when that is too long ago, or it was begun for somebody else.</summary>
    public TotpSetup? Resume(string user, string sealedKey) => TotpSetup.Open(SetupProtector(user), sealedKey, _time.GetUtcNow());

    /// <summary>Sets up the app that shows this code; false when it shows another, or the user is gone.</summary>
    public Task<bool> SetAsync(string user, TotpSetup setup, string code) => Task.Run(() =>
        OneTimePasswords.Match(setup.Key, Digits(code), _time.GetUtcNow()) is { } step && _apps.Set(user, AppProtector(user).Protect(setup.Key), step));

    /// <summary>Takes the app away, and the recovery codes with the last factor that they stand in for; false when there was none.</summary>
    public Task<bool> RemoveAppAsync(string user) => Task.Run(() =>
    {
        var isRemoved = _factors.Remove(user, FactorKind.Totp);
        ForgetCodesOfNothing(user);
        return isRemoved;
    });

    /// <summary>Takes recovery codes away that stand in for nothing any more.</summary>
    public void ForgetCodesOfNothing(string user)
    {
        if (_apps.Find(user) is null && _passkeys.Of(user).Count == 0)
            _factors.Remove(user, FactorKind.RecoveryCodes);
    }

    /// <summary>New recovery codes in place of the former, to be shown this once; none when the user is gone.</summary>
    public Task<ImmutableArray<Secret>> RenewCodesAsync(string user) => Task.Run(() =>
    {
        var codes = RecoveryCodes.Make();
        var salt = RandomNumberGenerator.GetBytes(RecoveryCodes.SaltLength);
        return _codes.Replace(user, salt, [.. codes.Select(code => RecoveryCodes.Hash(code, salt))]) ? codes : [];
    });

    private CodeCheck Check(string user, string code, RequestFacts request)
    {
        var guessed = GuessedName(user);
        if (_guesses.Reserve(guessed, request) is { } wait)
            return new(CodeOutcome.TooMany, wait);
        var check = new CodeCheck(CodeOutcome.Unreadable);
        try
        {
            check = Judge(user, code);
        }
        finally
        {
            if (check.IsRight)
                _guesses.Succeeded(guessed, request);
            else if (check.Outcome != CodeOutcome.Wrong)
                _guesses.Recognised(guessed, request);
        }

        return check;
    }

    private CodeCheck Judge(string user, string code)
    {
        var digits = Digits(code);
        if (digits.Length == OneTimePasswords.Digits && digits.All(char.IsAsciiDigit))
            return new(JudgeDigits(user, digits));
        if (!RecoveryCodes.TryRead(code, out var recovery) || _codes.SaltOf(user) is not { } salt || !_codes.Take(user, RecoveryCodes.Hash(recovery, salt)))
            return new(CodeOutcome.Wrong);
        return new(CodeOutcome.RecoveryCode, CodesLeft: _codes.CountOf(user));
    }

    private CodeOutcome JudgeDigits(string user, string digits)
    {
        if (_apps.Find(user) is not { } app)
            return CodeOutcome.Wrong;
        byte[] key;
        try
        {
            key = AppProtector(user).Unprotect(app.Secret);
        }
        catch (CryptographicException)
        {
            return CodeOutcome.Unreadable;
        }

        if (OneTimePasswords.Match(key, digits, _time.GetUtcNow()) is not { } step)
            return CodeOutcome.Wrong;
        return step > app.LastStep && _apps.Spend(user, app.Secret, step) ? CodeOutcome.App : CodeOutcome.Spent;
    }

    /// <summary>
    /// Codes are counted beside the password's guesses, under a name that no user has: whoever knows the password would else wipe the count away between
    /// two codes by giving it.
    /// </summary>
    private static string GuessedName(string user) => user + ":code";

    private static string Digits(string code) => new([.. code.Where(character => !char.IsWhiteSpace(character) && character != '-')]);

    private IDataProtector AppProtector(string user) => _protection.CreateProtector(Purpose, "app", user);

    private IDataProtector SetupProtector(string user) => _protection.CreateProtector(Purpose, "setup", user);
}
