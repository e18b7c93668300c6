using Countersign.Client.Tokens.Stores;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>The registration of a client as a store keeps it for the next run of the program. A store that fails costs another registration, and nothing else.</summary>
/// <param name="store">The store.</param>
/// <param name="name">The name of the entry.</param>
/// <param name="endpoint">The token endpoint: the client's secret is shown to no other.</param>
/// <param name="clock">The clock.</param>
internal sealed class KeptRegistration(ITokenStore store, string name, Uri endpoint, TimeProvider clock)
{
    /// <summary>The client, null where none is kept that counts, and the version of what is there.</summary>
    public async Task<(RegisteredClient? Client, string? Version)> ReadAsync(CancellationToken cancel)
    {
        try
        {
            var entry = await store.ReadAsync(name, cancel);
            var client = entry is { Registration: { } registration, ClientId.Length: > 0 } && entry.Endpoint == endpoint ? RegisteredClient.Of(entry.ClientId, registration, isProven: false) : null;
            return (client is null || client.HasEnded(clock) ? null : client, entry?.Version);
        }
        catch (UnreadableTokensException unreadable)
        {
            return (null, unreadable.Version);
        }
    }

    public async Task<(RegisteredClient? Client, string? Version)> TryReadAsync()
    {
        try
        {
            return await ReadAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            return default; // the client is registered anew
        }
    }

    /// <summary>Keeps a registration, unless another program was faster whose registration does as well: then it is that one for both.</summary>
    /// <param name="client">The client.</param>
    /// <param name="version">The version of what it replaces.</param>
    /// <param name="disowned">Whom the server does not know any more; null for nobody.</param>
    public async Task<RegisteredClient> KeepAsync(RegisteredClient client, string? version, string? disowned)
    {
        var entry = new TokenFamily(endpoint, client.Client.ClientId) { Registration = client.Registration };
        try
        {
            while (!await store.TryReplaceAsync(name, version, entry, CancellationToken.None))
            {
                (var other, version) = await ReadAsync(CancellationToken.None);
                if (other is not null && other.Client.ClientId != disowned && other.IsFor(client.Registration.RedirectUri, clock))
                    return other;
            }
        }
        catch (Exception)
        {
            // It serves as long as the program runs.
        }

        return client;
    }

    /// <summary>Forgets the registration of a client; that of another stays.</summary>
    public async Task ForgetAsync(string clientId)
    {
        try
        {
            while (await store.ReadAsync(name, CancellationToken.None) is { Registration: not null } entry && entry.ClientId == clientId)
            {
                if (await store.TryReplaceAsync(name, entry.Version, entry with { Registration = null }, CancellationToken.None))
                    return;
            }
        }
        catch (Exception)
        {
            // This run of the program has forgotten it; the next one asks the server once more.
        }
    }
}
