using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Outbound;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What is asked of a provider when somebody is sent there (OpenID Connect Core §3.1.2.1): a code, bound to the browser and to this sign-in.</summary>
internal static class AuthorizationRequest
{
    private const string Verifier = "verifier";
    private const string Nonce = "nonce";

    /// <summary>What proves at the exchange that it was this gateway that asked (RFC 7636 §4.1).</summary>
    public static string VerifierOf(LoginState state, BrowserSecret browser) => browser.Derive(Verifier, state.Id);

    /// <summary>What the ID token has to repeat.</summary>
    public static string NonceOf(LoginState state, BrowserSecret browser) => browser.Derive(Nonce, state.Id);

    /// <summary>The parameters.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(ProviderOptions options, LoginState state, string stateText, BrowserSecret browser)
    {
        yield return new("client_id", options.Client.ClientId);
        yield return new("response_type", "code");
        yield return new("redirect_uri", state.RedirectUri);
        if (!options.Scopes.IsEmpty)
            yield return new("scope", string.Join(' ', options.Scopes));
        yield return new("state", stateText);
        yield return new("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(VerifierOf(state, browser)))));
        yield return new("code_challenge_method", "S256");
        if (options.Kind != ProviderKind.OpenId)
            yield break;
        yield return new("nonce", NonceOf(state, browser));
        if (!state.AcrValues.IsEmpty)
            yield return new("acr_values", string.Join(' ', state.AcrValues));
        if (state.MaxAge is { } age)
            yield return new("max_age", age.ToString(CultureInfo.InvariantCulture));
        if (options.Prompt is { } prompt)
            yield return new("prompt", prompt);
    }

    /// <summary>The address to which the browser goes; what the provider's own address has already, stays.</summary>
    public static Uri Url(Uri endpoint, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var url = new UriBuilder(endpoint);
        var query = string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        url.Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query;
        return url.Uri;
    }
}
