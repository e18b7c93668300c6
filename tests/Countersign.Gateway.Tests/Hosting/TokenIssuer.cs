using System.Net;
using System.Text.Json.Nodes;
using Countersign.Tokens.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>An issuer on loopback with metadata and keys. It can go down, come back at the same address, and change its keys.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private readonly int _port = RunningGateway.FreePort();
    private WebApplication? _app;
    private volatile SigningKey[] _published;
    private int _questions;

    private TokenIssuer() => _published = [Key];

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>The key that signs at present.</summary>
    public SigningKey Key { get; private set; } = AccessToken.NewKey("k1");

    /// <summary>How often it was asked for its keys.</summary>
    public int Questions => Volatile.Read(ref _questions);

    public static async Task<TokenIssuer> StartAsync(bool isUp = true)
    {
        var issuer = new TokenIssuer();
        if (isUp)
            await issuer.GoUpAsync();
        return issuer;
    }

    public async Task GoUpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Text($$"""{"issuer":"{{Url}}","jwks_uri":"{{Url}}/keys"}""", "application/json"));
        _app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _questions);
            return Results.Text(JwkWriter.WriteSet(_published.Select(key => key.Verifier)), "application/json");
        });
        await _app.StartAsync();
    }

    public async Task GoDownAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        using var now = new CancellationTokenSource(0);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    /// <summary>Signs with a new key from now on; the former one stays published or goes.</summary>
    public void Rotate(bool keepsFormer, string? name = null)
    {
        var former = Key;
        Key = AccessToken.NewKey(name ?? "k" + Guid.NewGuid().ToString("N"));
        _published = keepsFormer ? [former, Key] : [Key];
    }

    public string Token(Action<JsonObject>? change = null, SigningKey? key = null) => AccessToken.Write(Url, key ?? Key, change);

    public ValueTask DisposeAsync() => new(GoDownAsync());
}
