using System.Net.Http.Headers;
using System.Text.Json;
using Countersign.TestKit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>A gateway that takes tokens of providers: as Bearer below /bearer, with proofs below /bound and with nonces below /nonces.</summary>
internal sealed class TokenSite(Site site, Provider[] providers) : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    public Site Site => site;

    /// <summary>Whose tokens count here.</summary>
    public Provider[] Providers => providers;

    /// <summary>Starts one.</summary>
    /// <param name="providers">Whose tokens count.</param>
    /// <param name="more">More keys for each of the issuers.</param>
    public static async Task<TokenSite> RunAsync(Provider[] providers, string more = "")
    {
        var issuers = providers.Select(provider => $"      - {{ issuer: \"{provider.Issuer}\", audiences: [{Provider.Audience}]{more} }}");

        // Refusals are weighed by the time they take: on a busy machine a hundred first tries at once would be too many.
        var site = await Site.RunAsync(
            $$"""
            limits: { refusals-per-minute: 0 }
            schemes:
              tokens:
                type: bearer
                allow-cleartext: true
                issuers:
            {{string.Join('\n', issuers)}}
              bound: { type: dpop, tokens: tokens, allow-cleartext: true }
              nonces: { type: dpop, tokens: tokens, allow-cleartext: true, nonces: true }
            routes:
              - { name: writing, match: { path: /bearer/writing/** }, access: { any-of: [tokens], scopes: [orders.write] }, upstream: UPSTREAM }
              - { name: bearer, match: { path: /bearer/** }, access: { any-of: [tokens], scopes: [orders.read] }, upstream: UPSTREAM }
              - { name: bound, match: { path: /bound/** }, access: { any-of: [bound] }, upstream: UPSTREAM }
              - { name: nonces, match: { path: /nonces/** }, access: { any-of: [nonces] }, upstream: UPSTREAM }
            """,
            ("gateway.secret", "gateway-secret"));
        return new(site, providers);
    }

    public async Task<TokenAnswer> GetAsync(string path, string token, string scheme = "Bearer", string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, site.Url(path));
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        if (proof is not null)
            request.Headers.Add("DPoP", proof);
        using var response = await _client.SendAsync(request);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return new(
            (int)response.StatusCode,
            string.Join(", ", response.Headers.WwwAuthenticate),
            response.Headers.RetryAfter?.Delta,
            response.Headers.TryGetValues("DPoP-Nonce", out var nonce) ? nonce.Single() : null,
            body);
    }

    /// <summary>What the operator hears of a refusal.</summary>
    public async Task<string> ReasonOfAsync(TokenAnswer answer) => JsonDocument.Parse(await ToldAsync(answer)).RootElement.GetProperty("reason").GetString()!;

    /// <summary>All that the journal has of a refusal, in JSON.</summary>
    public async Task<string> ToldAsync(TokenAnswer answer)
    {
        var told = await Eventually.UntilAsync(() => site.CountersignAsync("explain", answer.Reference, "--format", "json"), ran => ran.Code == 0);
        return told.Output;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return site.DisposeAsync();
    }
}

/// <summary>What came back: of the upstream what it was asked, of the gateway its problem.</summary>
internal sealed record TokenAnswer(int Status, string Challenge, TimeSpan? RetryAfter, string? Nonce, JsonElement Body)
{
    public string Reference => Body.GetProperty("reference").GetString()!;

    /// <summary>What the public hears of the reason.</summary>
    public string? Reason => Body.TryGetProperty("reason", out var reason) ? reason.GetString() : null;

    /// <summary>Who the upstream was told that it is.</summary>
    public string? User => Body.GetProperty("headers").GetProperty("x-forwarded-user").GetString();
}
