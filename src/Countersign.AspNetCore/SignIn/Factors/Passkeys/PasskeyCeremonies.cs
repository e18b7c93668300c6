using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.SignIn.Factors.Passkeys;

/// <summary>Registering passkeys and signing in by them (WebAuthn Level 3 §7), by the framework's handler over our store. Each challenge is answered once, within five minutes.</summary>
/// <remarks>Every method takes what binds a ceremony to its visitor: the attempt to sign in, or the session; another visitor's answer is none.</remarks>
internal sealed class PasskeyCeremonies : IDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(5);
    private readonly PasskeyStore _passkeys;
    private readonly UserManager<PasskeyOwner> _owners;
    private readonly IDataProtectionProvider _protection;
    private readonly TimeProvider _time;

    public PasskeyCeremonies(Store store, IDataProtectionProvider protection, TimeProvider time)
    {
        _passkeys = new(store, time);
        _owners = PasskeyOwners.Over(_passkeys);
        _protection = protection;
        _time = time;
    }

    /// <summary>Asks for a new passkey of a user; null when the user is gone.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read or written.</exception>
    public async Task<PasskeyRequest?> AskForNewAsync(string user, string boundTo, PasskeyPlace place, HttpContext context)
    {
        if (await Task.Run(() => _passkeys.HandleOf(user)) is not { } handle)
            return null;
        var asked = await Handler(place).MakeCreationOptionsAsync(new() { Id = handle, Name = user, DisplayName = user }, context);
        return new(asked.CreationOptionsJson, Seal(asked.AttestationState ?? "", boundTo, "create", user));
    }

    /// <summary>Keeps the passkey that was made; false when the answer is not one to the question, or the passkey can't be kept.</summary>
    /// <param name="user">Whose it is to be.</param>
    /// <param name="label">What the person calls it.</param>
    /// <param name="state">The ceremony that the form carried.</param>
    /// <param name="credential">What the browser said.</param>
    /// <param name="boundTo">The visitor.</param>
    /// <param name="place">Where.</param>
    /// <param name="context">The request.</param>
    public async Task<bool> AddAsync(string user, string label, string state, string credential, string boundTo, PasskeyPlace place, HttpContext context)
    {
        if (await OpenOnceAsync(state, boundTo, "create", user) is not { } question)
            return false;
        var made = await Handler(place).PerformAttestationAsync(new() { CredentialJson = credential, AttestationState = question, HttpContext = context });
        return made.Succeeded && await Task.Run(() => _passkeys.Add(user, label, made.Passkey));
    }

    /// <summary>Asks for a passkey of whoever has one for this host. Nothing is asked of the store.</summary>
    public PasskeyRequest AskAnybody(string boundTo, PasskeyPlace place, HttpContext context)
    {
        var asked = Handler(place).MakeRequestOptionsAsync(null, context).GetAwaiter().GetResult();
        return new(asked.RequestOptionsJson, Seal(asked.AssertionState ?? "", boundTo, "get", null));
    }

    /// <summary>Asks for a passkey of one user.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public async Task<PasskeyRequest> AskAsync(string user, string boundTo, PasskeyPlace place, HttpContext context)
    {
        var owner = await Task.Run(() => _passkeys.HandleOf(user) is { } handle ? new PasskeyOwner(user, handle) : null);
        var asked = await Handler(place).MakeRequestOptionsAsync(owner, context);
        return new(asked.RequestOptionsJson, Seal(asked.AssertionState ?? "", boundTo, "get", user));
    }

    /// <summary>Who answered; null when the answer is not one to the question. Whether that user may come in is the caller's to ask.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read or written.</exception>
    public async Task<PasskeyProof?> ProveAsync(string? user, string state, string credential, string boundTo, PasskeyPlace place, HttpContext context)
    {
        if (await OpenOnceAsync(state, boundTo, "get", user) is not { } question)
            return null;
        var answer = await Handler(place).PerformAssertionAsync(new() { CredentialJson = credential, AssertionState = question, HttpContext = context });
        if (!answer.Succeeded || (user is not null && answer.User.Name != user))
            return null;
        var passkey = answer.Passkey;
        return await Task.Run(() => _passkeys.Used(passkey.CredentialId, passkey.SignCount, passkey.IsBackedUp))
            ? new(answer.User.Name, passkey.IsBackupEligible)
            : null;
    }

    public void Dispose() => _owners.Dispose();

    /// <summary>The options are the handler's alone, and differ by host.</summary>
    private PasskeyHandler<PasskeyOwner> Handler(PasskeyPlace place) => new(_owners, Options.Create(new IdentityPasskeyOptions
    {
        ServerDomain = place.Host,
        AuthenticatorTimeout = Term,
        UserVerificationRequirement = "required",
        ResidentKeyRequirement = "required",
        AttestationConveyancePreference = "none",
        ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.TopOrigin is null && asked.Origin == place.Origin),
    }));

    private string Seal(string question, string boundTo, string ceremony, string? user) =>
        Protector(boundTo, ceremony, user).Protect($"{(_time.GetUtcNow() + Term).ToUnixTimeMilliseconds()} {question}");

    private async Task<string?> OpenOnceAsync(string state, string boundTo, string ceremony, string? user)
    {
        string plain;
        try
        {
            plain = Protector(boundTo, ceremony, user).Unprotect(state);
        }
        catch (CryptographicException)
        {
            return null;
        }

        var blank = plain.IndexOf(' ', StringComparison.Ordinal);
        var end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(plain.AsSpan(0, blank), System.Globalization.CultureInfo.InvariantCulture));
        if (_time.GetUtcNow() >= end)
            return null;
        return await Task.Run(() => _passkeys.Spend(SHA256.HashData(Encoding.UTF8.GetBytes(plain)), end)) ? plain[(blank + 1)..] : null;
    }

    private IDataProtector Protector(string boundTo, string ceremony, string? user) =>
        _protection.CreateProtector("Countersign.SignIn.Passkeys", ceremony, "bound to " + boundTo, user is null ? "anybody" : "user " + user);
}
