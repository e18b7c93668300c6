using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>A token in the making: what is wrong with it on purpose is changed before it is signed, or behind that.</summary>
/// <param name="keys">The keys of the provider.</param>
/// <param name="signer">The key that signs it unless something else is done.</param>
/// <param name="claims">The claims.</param>
/// <param name="type">What kind of token it says it is (RFC 9068 §2.1).</param>
internal sealed class TokenDraft(ProviderKeys keys, SigningKey signer, JsonObject claims, string type)
{
    // People look into tokens: at+jwt is to stand there as it is.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The keys of the provider.</summary>
    public ProviderKeys Keys => keys;

    /// <summary>The header.</summary>
    public JsonObject Header { get; } = new() { ["alg"] = signer.Algorithm.Name, ["typ"] = type, ["kid"] = signer.KeyId };

    /// <summary>The claims.</summary>
    public JsonObject Claims => claims;

    /// <summary>What signs it.</summary>
    public Func<byte[], byte[]> Sign { get; set; } = input => signer.Sign(input);

    /// <summary>Changes the text of the claims; null for nothing.</summary>
    public Func<string, string>? Rewrite { get; set; }

    /// <summary>Has another key sign it, and says so.</summary>
    public void SignBy(SigningKey other)
    {
        Header["alg"] = other.Algorithm.Name;
        Header["kid"] = other.KeyId;
        Sign = input => other.Sign(input);
    }

    /// <summary>Moves a time.</summary>
    public void Move(string claim, int seconds) => Claims[claim] = (Claims[claim]?.GetValue<long>() ?? 0) + seconds;

    /// <summary>The token.</summary>
    public string Write()
    {
        var text = Claims.ToJsonString(Plain);
        var input = $"{Encode(Header.ToJsonString(Plain))}.{Encode(Rewrite is null ? text : Rewrite(text))}";
        return $"{input}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
