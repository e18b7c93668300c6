using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>One of the gateways on a shared store, with an operator and clients at it.</summary>
internal sealed class SharingGateway : IAsyncDisposable
{
    private const string Yaml = """
        limits: { refusals-per-minute: 0 }
        schemes:
          keys: { type: api-key, realm: api }
          people: { type: basic, realm: People, users: store, allow-cleartext: true }
        routes:
          - { name: people, match: { path: /people/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: keys, match: { path: /keys/** }, access: { any-of: [keys] }, upstream: UPSTREAM }
          - { name: all, match: { path: /public/** }, access: public, upstream: UPSTREAM }
        """;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly HttpClient _operator = new(new SocketsHttpHandler { UseProxy = false });

    private SharingGateway(Site site)
    {
        Site = site;
        _operator.BaseAddress = site.Gateway.Admin;
        _operator.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(site.PathOf("countersign.admin-token")));
    }

    public Site Site { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<SharingGateway> StartAsync(string store)
    {
        var site = await Site.CreateAsync();
        try
        {
            await site.ConfigureAsync(Yaml, store: $"\"{store}\"");
            await site.StartAsync();
            await site.Gateway.TellsAsync("admin on ");
            return new(site);
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>A key whose making was acknowledged, or null.</summary>
    public async Task<(string Id, string Key)?> CreateKeyAsync()
    {
        using var answer = await _operator.PostAsJsonAsync("/.countersign/keys", new { name = "shared" }, Cancel);
        if (answer.StatusCode != HttpStatusCode.Created)
            return null;
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (json.GetProperty("id").GetString()!, json.GetProperty("key").GetString()!);
    }

    /// <summary>Whether the revocation was acknowledged.</summary>
    public async Task<bool> RevokeKeyAsync(string id)
    {
        using var answer = await _operator.DeleteAsync(new Uri("/.countersign/keys/" + id, UriKind.Relative), Cancel);
        return answer.StatusCode == HttpStatusCode.NoContent;
    }

    public Task<SharedAnswer> UseKeyAsync(string key) => AskAsync("/keys/x", request => request.Headers.Add("X-API-Key", key));

    public Task<SharedAnswer> SignInAsync(string name, string password) => AskAsync(
        "/people/x", request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))));

    public Task<SharedAnswer> ReadPublicAsync() => AskAsync("/public/x", _ => { });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _operator.Dispose();
        await Site.DisposeAsync();
    }

    private async Task<SharedAnswer> AskAsync(string path, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Site.Url(path));
        change(request);
        using var answer = await _client.SendAsync(request, Cancel);
        return new((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta, answer.Headers.TryGetValues("Countersign-Reference", out var values) ? values.Single() : null);
    }
}

/// <summary>What a client learns of an answer.</summary>
internal sealed record SharedAnswer(int Status, TimeSpan? RetryAfter, string? Reference);
