using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.SignIn.Factors.Passkeys;

/// <summary>The store as the framework's passkey handler asks it: who has which passkey. It writes nothing; what the handler found is stored by the ceremony.</summary>
internal sealed class PasskeyOwners(PasskeyStore passkeys) : IUserPasskeyStore<PasskeyOwner>
{
    /// <summary>What the handler asks its questions through.</summary>
    public static UserManager<PasskeyOwner> Over(PasskeyStore passkeys) => new(
        new PasskeyOwners(passkeys),
        Options.Create(new IdentityOptions()),
        new PasswordHasher<PasskeyOwner>(),
        [],
        [],
        new UpperInvariantLookupNormalizer(),
        new IdentityErrorDescriber(),
        null!, // services: for token providers, of which there are none
        NullLogger<UserManager<PasskeyOwner>>.Instance);

    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.Run(() => passkeys.OwnerOf(userId) is { } name ? new PasskeyOwner(name, userId) : null, cancellationToken);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        Task.Run(() => (IList<UserPasskeyInfo>)[.. passkeys.Of(user.Name).Select(row => row.ToInfo())], cancellationToken);

    public Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.Run(() => passkeys.Find(credentialId) is { } row ? new PasskeyOwner(row.UserName, passkeys.HandleOf(row.UserName) ?? "") : null, cancellationToken);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.Run(() => passkeys.Find(credentialId) is { } row && row.UserName == user.Name ? row.ToInfo() : null, cancellationToken);

    public void Dispose()
    {
    }

    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw Unasked();

    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unasked();

    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw Unasked();

    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unasked();

    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unasked();

    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Unasked();

    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Unasked();

    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unasked();

    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw Unasked();

    private static NotSupportedException Unasked() => new("Passkey ceremonies ask who has which passkey, and nothing else.");
}
