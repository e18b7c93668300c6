using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Registrations;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where clients make themselves known.</summary>
internal sealed class RegisterEndpoint : SimulatedEndpoint
{
    private const int MostContent = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public override string Path => "/idp/register";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Registers a client (RFC 7591): JSON with redirect_uris, client_name and token_endpoint_auth_method. From then on its redirect_uris are compared character for character.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(new SimulatedCall("POST", Path) { Content = """{"redirect_uris":["http://127.0.0.1/back"],"client_name":"A test"}""" }.With("Content-Type", "application/json")),
        new(new SimulatedCall("POST", Path) { Content = "{}" }.With("Content-Type", "application/json")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (await ReadAsync(request, cancel) is not { } asked)
            return ProviderAnswers.Error("invalid_client_metadata", "The content is no sound JSON object (RFC 7591 §3.1).");
        if (Texts(asked, "redirect_uris") is not { Length: > 0 } addresses || !addresses.All(RegisteredClient.IsRegistrable))
            return ProviderAnswers.Error("invalid_redirect_uri", "redirect_uris are whole addresses without fragments, at least one (RFC 7591 §2): https, http on this machine (RFC 9700 §2.6), or a scheme after a domain, such as com.example.app (RFC 8252 §7.1).");
        var method = Text(asked, "token_endpoint_auth_method") ?? "client_secret_basic";
        if (method is not ("none" or "client_secret_basic" or "client_secret_post"))
            return ProviderAnswers.Error("invalid_client_metadata", "token_endpoint_auth_method is client_secret_basic, client_secret_post or none.");
        var client = new RegisteredClient(Handle.Next()) { Secret = method == "none" ? null : Handle.Next(), RedirectUris = addresses, Name = Text(asked, "client_name") ?? "A registered client" };
        request.State.Provider.Clients.Register(client);
        return ProviderAnswers.Json(Told(client, method, request.Now), 201);
    }

    private static JsonObject Told(RegisteredClient client, string method, DateTimeOffset now)
    {
        var told = new JsonObject
        {
            ["client_id"] = client.Id,
            ["client_id_issued_at"] = now.ToUnixTimeSeconds(),
            ["client_name"] = client.Name,
            ["redirect_uris"] = new JsonArray([.. client.RedirectUris.Select(each => (JsonNode?)each)]),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["response_types"] = new JsonArray("code"),
            ["token_endpoint_auth_method"] = method,
        };
        if (client.Secret is { } secret)
            (told["client_secret"], told["client_secret_expires_at"]) = (secret, 0);
        return told;
    }

    private static async ValueTask<JsonElement?> ReadAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var content = await request.Facts.LookIntoContentAsync(MostContent, cancel);
        if (content.Content is not { } octets)
            return null;
        try
        {
            return JsonElement.Parse(octets.Span, Strict) is { ValueKind: JsonValueKind.Object } asked ? asked : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement asked, string name) => asked.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static ImmutableArray<string> Texts(JsonElement asked, string name) =>
        asked.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(each => TextOf(each) ?? "")] : [];

    // Half a character is no text.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
