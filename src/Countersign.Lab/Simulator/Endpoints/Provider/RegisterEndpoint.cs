using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Registrations;
using Countersign.Tokens.Keys;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where clients make themselves known.</summary>
internal sealed class RegisterEndpoint : SimulatedEndpoint
{
    private const string ByKeys = "private_key_jwt";
    private const int MostContent = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public override string Path => "/idp/register";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Registers a client (RFC 7591): JSON with redirect_uris, post_logout_redirect_uris, client_name, token_endpoint_auth_method, and jwks where that is private_key_jwt. From then on its redirect_uris are compared character for character.";

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
        var afterwards = Texts(asked, "post_logout_redirect_uris");
        if (!afterwards.All(RegisteredClient.IsRegistrable))
            return ProviderAnswers.Error("invalid_client_metadata", "post_logout_redirect_uris are addresses such as redirect_uris are (OpenID Connect RP-Initiated Logout §3.1).");
        var method = Text(asked, "token_endpoint_auth_method") ?? "client_secret_basic";
        if (!MetadataEndpoint.ClientMethods.Contains(method))
            return ProviderAnswers.Error("invalid_client_metadata", $"token_endpoint_auth_method is one of {string.Join(", ", MetadataEndpoint.ClientMethods)}.");
        var keys = method == ByKeys ? KeysOf(asked) : null;
        if (method == ByKeys && keys is null)
            return ProviderAnswers.Error("invalid_client_metadata", "Clients with private_key_jwt bring jwks, with public keys alone (RFC 7591 §2).");
        var client = new RegisteredClient(Handle.Next()) { Secret = method is "none" or ByKeys ? null : Handle.Next(), Keys = keys, RedirectUris = addresses, LogoutUris = afterwards, Name = Text(asked, "client_name") ?? "A registered client" };
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
            ["post_logout_redirect_uris"] = new JsonArray([.. client.LogoutUris.Select(each => (JsonNode?)each)]),
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

    private static KeySet? KeysOf(JsonElement asked)
    {
        if (!asked.TryGetProperty("jwks", out var set))
            return null;
        var reading = JwkReader.ReadSet(Encoding.UTF8.GetBytes(set.GetRawText()), KeyOrigin.Published);
        return reading is { IsValid: true, Faults.IsEmpty: true, Keys.Keys.IsEmpty: false } ? reading.Keys : null;
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
