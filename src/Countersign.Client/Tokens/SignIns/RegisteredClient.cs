using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>A client that registered itself.</summary>
/// <param name="Client">As whom it asks.</param>
/// <param name="Registration">How it is registered.</param>
internal sealed record RegisteredClient(ClientAuthentication Client, ClientRegistration Registration)
{
    private volatile bool _isProven;

    /// <summary>Whether the server took it in this run of the program.</summary>
    public bool IsProven
    {
        get => _isProven;
        set => _isProven = value;
    }

    /// <summary>Null where it has nothing to show itself by in this way.</summary>
    public static RegisteredClient? Of(string id, ClientRegistration registration, bool isProven)
    {
        var client = (registration.Method, registration.Secret) switch
        {
            ("none", _) => ClientAuthentication.None(id),
            ("client_secret_basic", { } secret) => ClientAuthentication.SecretBasic(id, secret),
            ("client_secret_post", { } secret) => ClientAuthentication.SecretPost(id, secret),
            _ => null,
        };
        return client is null ? null : new(client, registration) { IsProven = isProven };
    }

    public bool HasEnded(TimeProvider clock) => Registration is { Secret: not null, SecretEnds: { } ends } && clock.GetUtcNow() >= ends;

    public bool IsFor(Uri redirectUri, TimeProvider clock) => !HasEnded(clock) && Registration.Allows(redirectUri);
}
