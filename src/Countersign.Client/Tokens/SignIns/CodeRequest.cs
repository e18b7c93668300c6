using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>What is asked of an authorization server (RFC 6749 §4.1.1): a code that only who asked can use (RFC 7636).</summary>
internal sealed class CodeRequest
{
    private const int RandomLength = 32; // octets (RFC 7636 §7.1)

    /// <summary>By what the answer is known.</summary>
    public string State { get; } = Random();

    /// <summary>What proves at the exchange that it was us who asked.</summary>
    public Secret Verifier { get; } = new(Random());

    /// <summary>The address to send the person to; what the server's own address has already, stays.</summary>
    public Uri At(Uri endpoint, string clientId, Uri redirectUri, TokenRequest wanted, string? keyThumbprint)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            new("response_type", "code"),
            new("client_id", clientId),
            new("redirect_uri", redirectUri.OriginalString),
            new("state", State),
            new("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier.Reveal())))),
            new("code_challenge_method", "S256"),
        ];
        if (wanted.Scope.Length > 0)
            parameters.Add(new("scope", wanted.Scope));
        if (wanted.Resource is not null)
            parameters.Add(new("resource", wanted.Resource.OriginalString));
        if (wanted.AcrValues.Length > 0)
            parameters.Add(new("acr_values", wanted.AcrValues));
        if (wanted.MaxAge is { } age)
            parameters.Add(new("max_age", ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        if (keyThumbprint is not null)
            parameters.Add(new("dpop_jkt", keyThumbprint)); // RFC 9449 §10
        if (wanted.Scope.Split(' ').Contains("offline_access"))
            parameters.Add(new("prompt", "consent")); // OpenID Connect Core §11
        var query = string.Join('&', parameters.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value)}"));
        var url = new UriBuilder(endpoint);
        url.Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query;
        return url.Uri;
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomLength));
}
