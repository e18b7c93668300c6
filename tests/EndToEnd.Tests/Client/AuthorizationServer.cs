using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.EndToEnd.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>An authorization server (oidc-provider) whose refresh tokens count once, and the one person who signs in at it.</summary>
internal sealed partial class AuthorizationServer : IAsyncDisposable
{
    private readonly Peer _peer;
    private readonly Dictionary<string, Uri> _endpoints;

    private AuthorizationServer(Peer peer, string issuer, Dictionary<string, Uri> endpoints) => (_peer, Issuer, _endpoints) = (peer, issuer, endpoints);

    public string Issuer { get; }

    public Uri Token => _endpoints["token_endpoint"];

    public Uri DeviceAuthorization => _endpoints["device_authorization_endpoint"];

    /// <summary>What its own access tokens are good for.</summary>
    public Uri UserInfo => _endpoints["userinfo_endpoint"];

    /// <param name="key">The key of its client <c>signer</c>.</param>
    /// <param name="lifetime">How long access tokens live, in seconds.</param>
    public static async Task<AuthorizationServer> StartAsync(SigningKey key, int lifetime)
    {
        var peer = Peer.Start("authorization-server.mjs");
        var issuer = (await peer.AskAsync("open", new { lifetime, jwk = JsonSerializer.Deserialize<JsonElement>(JwkWriter.Write(key.Verifier)) })).GetString()!;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var metadata = JsonDocument.Parse(await client.GetStringAsync($"{issuer}/.well-known/openid-configuration", TestContext.Current.CancellationToken));
        var endpoints = metadata.RootElement.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal)).ToDictionary(member => member.Name, member => new Uri(member.Value.GetString()!));
        return new(peer, issuer, endpoints);
    }

    public async Task<TokenEndpointCounts> CountsAsync()
    {
        var said = await _peer.AskAsync("counts", new { issuer = Issuer });
        return new(
            said.GetProperty("given").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetInt32(), StringComparer.Ordinal),
            [.. said.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!)],
            said.GetProperty("revoked").GetInt32());
    }

    /// <summary>Anna enters the code in her browser and agrees.</summary>
    public static async Task AgreeAsync(Uri page)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() });
        var shown = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        for (var forms = 0; forms < 3 && Field().Matches(shown) is { Count: > 0 } fields; forms++)
        {
            var form = fields.Select(field => KeyValuePair.Create(field.Groups["name"].Value, field.Groups["value"].Value)).ToDictionary();
            if (shown.Contains("name=\"user_code\"", StringComparison.Ordinal))
                form["user_code"] = page.Query["?user_code=".Length..];
            using var content = new FormUrlEncodedContent(form);
            using var answer = await browser.PostAsync(new Uri(page.GetLeftPart(UriPartial.Path)), content, TestContext.Current.CancellationToken);
            shown = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("Sign-in Success", shown, StringComparison.OrdinalIgnoreCase);
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [GeneratedRegex("""<input type="hidden" name="(?<name>\w+)" value="(?<value>[^"]*)"/?>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
