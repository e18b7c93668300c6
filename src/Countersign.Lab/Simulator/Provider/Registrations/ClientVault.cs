using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Provider.Registrations;

/// <summary>The secrets of clients, for those that show them by Basic: both parts are written as in a form first (RFC 6749 §2.3.1).</summary>
/// <param name="clients">The clients.</param>
internal sealed class ClientVault(ProviderClients clients) : IPasswordVault
{
    /// <summary>Whether a secret is a client's.</summary>
    public static bool Matches(RegisteredClient client, string secret) =>
        client.Secret is { } known && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(secret));

    public ValueTask<PasswordCheck> CheckAsync(string user, string password, RequestFacts request, CancellationToken cancel)
    {
        var client = clients.Find(WebUtility.UrlDecode(user));
        return ValueTask.FromResult(client.Secret is null ? new PasswordCheck(PasswordOutcome.UnknownUser)
            : Matches(client, WebUtility.UrlDecode(password)) ? new(PasswordOutcome.Matches, new(client.Id))
            : new(PasswordOutcome.WrongPassword));
    }
}
