using System.Buffers;
using System.Text;
using System.Text.Json;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens;

/// <summary>How a client shows an authorization server who it is, when it asks for a token or about one (RFC 6749 §2.3, OpenID Connect Core §9).</summary>
public abstract class ClientAuthentication
{
    private ClientAuthentication(string clientId)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ClientId = clientId;
    }

    /// <summary>The <c>client_id</c> that the server knows it by.</summary>
    public string ClientId { get; }

    /// <summary><c>none</c>: a public client that says its name and can't prove it.</summary>
    public static ClientAuthentication None(string clientId) => new Name(clientId);

    /// <summary><c>client_secret_basic</c>: a secret in the Authorization field, the way that every server with secrets takes.</summary>
    public static ClientAuthentication SecretBasic(string clientId, Secret secret) => new Basic(clientId, secret);

    /// <summary><c>client_secret_post</c>: a secret in the form, for servers that take no other.</summary>
    public static ClientAuthentication SecretPost(string clientId, Secret secret) => new Post(clientId, secret);

    /// <summary><c>private_key_jwt</c>: a signed word that only this client can give, and no secret that the server could lose (RFC 7523 §2.2).</summary>
    /// <param name="clientId">The <c>client_id</c>.</param>
    /// <param name="key">The key whose public half the server knows.</param>
    /// <param name="audience">The server's identifier: a word to it can't be used at another. Some servers want the URL of their token endpoint.</param>
    /// <param name="clock">The clock.</param>
    public static ClientAuthentication PrivateKeyJwt(string clientId, SigningKey key, string audience, TimeProvider clock) => new SignedWord(clientId, key, audience, clock);

    /// <summary>What one request has to carry. Each request needs its own: a signed word is not taken twice.</summary>
    public abstract ClientProof Prove();

    /// <summary>The method and the name; nothing secret.</summary>
    public override string ToString() => $"{GetType().Name} {ClientId}";

    private sealed class Name(string clientId) : ClientAuthentication(clientId)
    {
        public override ClientProof Prove() => new(null, [new("client_id", ClientId)]);
    }

    private sealed class Basic(string clientId, Secret secret) : ClientAuthentication(clientId)
    {
        // RFC 6749 §2.3.1: both parts are written as in a form first, so that a colon in the name is none.
        public override ClientProof Prove() =>
            new(new($"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Escape(ClientId)}:{Escape(secret.Reveal())}"))}"), []) { Secret = secret };

        private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
    }

    private sealed class Post(string clientId, Secret secret) : ClientAuthentication(clientId)
    {
        public override ClientProof Prove() => new(null, [new("client_id", ClientId), new("client_secret", secret.Reveal())]) { Secret = secret };
    }

    private sealed class SignedWord(string clientId, SigningKey key, string audience, TimeProvider clock) : ClientAuthentication(clientId)
    {
        private const int Lifetime = 60; // seconds
        private const int IdLength = 16;

        public override ClientProof Prove()
        {
            var word = JwsWriter.Write(key, Claims(), "JWT");
            return new(null, [new("client_id", ClientId), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", word)])
            {
                Secret = new(word),
            };
        }

        private ReadOnlySpan<byte> Claims()
        {
            Span<byte> id = stackalloc byte[IdLength];
            RandomOctets.Fill(id);
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            var claims = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(claims))
            {
                json.WriteStartObject();
                json.WriteString("iss"u8, ClientId);
                json.WriteString("sub"u8, ClientId);
                json.WriteString("aud"u8, audience);
                json.WriteString("jti"u8, Convert.ToHexStringLower(id));
                json.WriteNumber("iat"u8, now);
                json.WriteNumber("exp"u8, now + Lifetime);
                json.WriteEndObject();
            }

            return claims.WrittenSpan;
        }
    }
}
