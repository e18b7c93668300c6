using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd.Client;

/// <summary>A resource and, at the same place, who gives tokens for it: by a code in the browser or on another device, with refresh tokens that are used once.</summary>
internal sealed class StubProvider : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _count;
    private string _access = "";
    private string _refresh = "";

    private StubProvider(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    /// <summary>The grants for which tokens were asked.</summary>
    public ConcurrentQueue<string> Grants { get; } = new();

    /// <summary>All tokens that were given.</summary>
    public ConcurrentQueue<string> Given { get; } = new();

    /// <summary>The tokens that were given back.</summary>
    public ConcurrentQueue<string> Revoked { get; } = new();

    /// <summary>The error that is answered to who asks for a token; null for a token.</summary>
    public string? Refusal { get; set; }

    /// <summary>What is said to who gives tokens back.</summary>
    public IResult Revocation { get; set; } = Results.Ok();

    /// <summary>What clients that registered show to get tokens and to give them back; null for nothing.</summary>
    private string? Proof { get; init; }

    /// <param name="revokes">Whether tokens can be given back.</param>
    /// <param name="givesSecrets">Whether clients that register are given a secret, and have to show it.</param>
    public static async Task<StubProvider> StartAsync(bool revokes = true, bool givesSecrets = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var provider = new StubProvider(application) { Proof = givesSecrets ? $"Basic {Convert.ToBase64String("registered:the-client-secret"u8)}" : null };
        var method = givesSecrets ? "client_secret_basic" : "none";
        application.MapGet("/orders", provider.Orders);
        application.MapGet("/.well-known/oauth-protected-resource/orders", () => Results.Json(new { resource = provider.Url + "/orders", authorization_servers = new[] { provider.Url }, scopes_supported = new[] { "read" } }));
        application.MapGet("/.well-known/oauth-authorization-server", () => Results.Json(new
        {
            issuer = provider.Url,
            token_endpoint = provider.Url + "/token",
            authorization_endpoint = provider.Url + "/authorize",
            device_authorization_endpoint = provider.Url + "/device",
            revocation_endpoint = revokes ? provider.Url + "/revoke" : null,
            registration_endpoint = provider.Url + "/register",
            code_challenge_methods_supported = new[] { "S256" },
            token_endpoint_auth_methods_supported = new[] { method },
        }));
        application.MapPost("/register", () => Results.Json(new { client_id = "registered", client_secret = givesSecrets ? "the-client-secret" : null, token_endpoint_auth_method = method }, statusCode: 201));
        application.MapGet("/authorize", (HttpRequest request) => Results.Redirect($"{request.Query["redirect_uri"]}?code=the-code&state={request.Query["state"]}"));
        application.MapPost("/device", () => Results.Json(new { device_code = "the-device-code", user_code = "WDJB-MJHT", verification_uri = provider.Url + "/enter", expires_in = 60, interval = 1 }));
        application.MapPost("/token", provider.TokenAsync);
        application.MapPost("/revoke", provider.RevokeAsync);
        await application.StartAsync();
        return provider;
    }

    /// <summary>Has the token end that was given last.</summary>
    public void EndToken() => _access = "";

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private IResult Orders(HttpContext context)
    {
        if (_access.Length > 0 && context.Request.Headers.Authorization == $"Bearer {_access}")
            return Results.Json(new { orders = 2 });
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"orders\", resource_metadata=\"{Url}/.well-known/oauth-protected-resource/orders\"";
        return Results.StatusCode(401);
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var grant = form["grant_type"].ToString();
        Grants.Enqueue(grant);
        if (Proof is not null && request.Headers.Authorization != Proof)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        if (Refusal is not null)
            return Results.Json(new { error = Refusal }, statusCode: 400);
        if (grant == "refresh_token" && form["refresh_token"] != _refresh)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        (_access, _refresh) = ($"access-token-{number}", $"refresh-token-{number}");
        Given.Enqueue(_access);
        Given.Enqueue(_refresh);
        return Results.Json(new { access_token = _access, refresh_token = _refresh, token_type = "Bearer", expires_in = 3600 });
    }

    private async Task<IResult> RevokeAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (Proof is not null && request.Headers.Authorization != Proof)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        Revoked.Enqueue($"{form["client_id"]} {form["token_type_hint"]} {form["token"]}");
        return Revocation;
    }
}
