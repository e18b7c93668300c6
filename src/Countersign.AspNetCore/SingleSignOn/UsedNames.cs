using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Stores;
using Dapper;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What was used once, in the store.</summary>
internal sealed class UsedNames(Store store, TimeProvider clock) : IUsedNames
{
    /// <inheritdoc/>
    public Task<bool> TryUseAsync(string kind, string name, DateTimeOffset until, CancellationToken cancel)
    {
        var row = new { Kind = kind, Name = HashOf(name), Until = until.ToUnixTimeMilliseconds(), Now = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        return Task.Run(() => store.Write((connection, transaction) =>
        {
            connection.Execute("DELETE FROM used_names WHERE until <= @Now", row, transaction);
            return connection.Execute("INSERT INTO used_names (kind, name, until) VALUES (@Kind, @Name, @Until) ON CONFLICT (kind, name) DO NOTHING", row, transaction) == 1;
        }), cancel);
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(string kind, string name)
    {
        try
        {
            await Task.Run(() => store.Write((connection, transaction) =>
                connection.Execute("DELETE FROM used_names WHERE kind = @Kind AND name = @Name", new { Kind = kind, Name = HashOf(name) }, transaction)));
        }
        catch (StoreUnavailableException)
        {
            // It stays used.
        }
    }

    // A hash has a length that no peer chooses.
    private static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
