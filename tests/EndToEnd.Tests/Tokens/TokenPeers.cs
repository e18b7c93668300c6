using System.Text.Json.Nodes;
using Countersign.EndToEnd.Tokens;
using Xunit;

[assembly: AssemblyFixture(typeof(TokenPeers))]

namespace Countersign.EndToEnd.Tokens;

/// <summary>The provider, the client and the judge beside ours, each one process for all tests, started by the first that needs it.</summary>
public sealed class TokenPeers : IAsyncDisposable
{
    private readonly Lazy<Peer> _providers = new(() => Peer.Start("provider.mjs"));
    private readonly Lazy<Peer> _client = new(() => Peer.Start("client.mjs"));
    private readonly Lazy<Peer> _judge = new(() => Peer.Start("verdicts.mjs"));
    private readonly Lazy<Task<TokenSite>> _site;

    public TokenPeers() => _site = new(RunSiteAsync);

    internal Peer Client => _client.Value;

    internal Peer Judge => _judge.Value;

    /// <summary>A gateway with a provider for each algorithm, for all tests that leave these as they are.</summary>
    internal Task<TokenSite> SiteAsync() => _site.Value;

    /// <summary>A provider that nobody else knows.</summary>
    /// <param name="algorithm">What its tokens are signed by.</param>
    /// <param name="lifetime">How long they live, in seconds.</param>
    /// <param name="format"><c>jwt</c> or <c>opaque</c>.</param>
    /// <param name="tls">Its certificate and key in PEM; null for cleartext.</param>
    /// <param name="nonces">Whether proofs need a nonce of its own.</param>
    /// <param name="signer">The public key of its client <c>signer</c>, as a JWK; null for no such client.</param>
    internal async Task<Provider> OpenAsync(
        string algorithm = "RS256", int lifetime = 600, string format = "jwt", (string Certificate, string Key)? tls = null, bool nonces = false, string? signer = null)
    {
        var certificate = tls is { } own ? new { cert = own.Certificate, key = own.Key } : null;
        var issuer = await _providers.Value.AskAsync("open", new { algorithm, lifetime, format, tls = certificate, nonces, signer = signer is null ? null : JsonNode.Parse(signer) });
        return new(issuer.GetString()!, algorithm, _providers.Value, Client);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _site.Value).DisposeAsync();
        foreach (var peer in new[] { _providers, _client, _judge })
        {
            if (peer.IsValueCreated)
                await peer.Value.DisposeAsync();
        }
    }

    private async Task<TokenSite> RunSiteAsync()
    {
        string[] algorithms = ["ES256", "RS256", "PS256", "ES384", "ES512", "EdDSA", "Ed25519"];
        return await TokenSite.RunAsync(await Task.WhenAll(algorithms.Select(algorithm => OpenAsync(algorithm))));
    }
}

/// <summary>An OpenID provider (oidc-provider), and its client <c>app</c>.</summary>
internal sealed class Provider(string issuer, string algorithm, Peer providers, Peer client)
{
    public const string Audience = "https://api.example.org";

    public string Issuer => issuer;

    /// <summary>What its tokens are signed by.</summary>
    public string Algorithm => algorithm;

    /// <summary>An access token of the client; bound to a key of that name when there is one.</summary>
    public async Task<string> TokenAsync(string resource = Audience, string scope = "orders.read", string? key = null)
    {
        var answer = await client.AskAsync("token", new { issuer, resource, scope, key });
        return answer.GetProperty("access_token").GetString()!;
    }

    /// <summary>The statuses that the client sees when it asks with a bound token, one request after the other.</summary>
    public async Task<string> CallAsync(string token, string key, string[] urls)
    {
        var statuses = await client.AskAsync("call", new { issuer, token, key, urls });
        return string.Join(' ', statuses.EnumerateArray());
    }

    /// <summary>Signs with a new key from now on, and keeps so many former ones.</summary>
    public Task RotateAsync(int keep) => providers.AskAsync("rotate", new { issuer, keep });

    public Task GoDownAsync() => providers.AskAsync("down", new { issuer });

    public Task ComeUpAsync() => providers.AskAsync("up", new { issuer });

    public async Task<int> KeySetsReadAsync() => (await providers.AskAsync("keySetsRead", new { issuer })).GetInt32();

    /// <summary>How often it was asked for any token.</summary>
    public async Task<int> TokenRequestsAsync() => (await providers.AskAsync("tokenRequests", new { issuer })).GetInt32();

    /// <summary>How often it was asked for another token in exchange.</summary>
    public async Task<int> ExchangesAsync() => (await providers.AskAsync("exchanges", new { issuer })).GetInt32();
}
