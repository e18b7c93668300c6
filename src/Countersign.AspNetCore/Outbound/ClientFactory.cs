using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Outbound;

/// <summary>Makes what shows issuers who asks.</summary>
internal static class ClientFactory
{
    /// <param name="client">Who asks.</param>
    /// <param name="issuer">Who is asked.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="IOException">The client's key can't be read.</exception>
    public static ClientAuthentication Create(ClientConfiguration client, string issuer, TimeProvider clock)
    {
        if (client.Secret is { } secret)
            return client.PostsSecret ? ClientAuthentication.SecretPost(client.Id, secret) : ClientAuthentication.SecretBasic(client.Id, secret);
        if (JwkReader.ReadSigningKey(File.ReadAllBytes(client.Key!), null, out var fault) is { } key)
            return ClientAuthentication.PrivateKeyJwt(client.Id, key, issuer, clock);
        throw new IOException($"{client.Key} holds no private key that signs. {fault?.Kind.Row().Sentence}");
    }
}
