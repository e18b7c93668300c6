using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.TestKit;

/// <summary>A provider without a network, which does all right until a test has it do something else.</summary>
public sealed class ProviderDouble(TimeProvider clock, string issuer = ProviderDouble.Name) : HttpMessageHandler
{
    public const string Name = "https://op.example";

    private readonly Dictionary<string, JsonObject> _codes = [];
    private readonly List<string> _asked = [];
    private int _count;

    public JsonObject Metadata { get; } = new()
    {
        ["issuer"] = issuer,
        ["authorization_endpoint"] = $"{issuer}/authorize?tenant=1",
        ["token_endpoint"] = $"{issuer}/token",
        ["userinfo_endpoint"] = $"{issuer}/me",
        ["end_session_endpoint"] = $"{issuer}/logout",
        ["jwks_uri"] = $"{issuer}/keys",
        ["id_token_signing_alg_values_supported"] = new JsonArray("ES256"),
        ["authorization_response_iss_parameter_supported"] = true,
    };

    /// <summary>By what ID tokens are signed.</summary>
    public SigningKey Signer { get; set; } = SigningKey.Create(JwsAlgorithm.ES256, "first");

    /// <summary>Changes what an ID token says.</summary>
    public Action<JsonObject> ChangeClaims { get; set; } = _ => { };

    /// <summary>Writes the ID token in another way.</summary>
    public Func<JsonObject, string>? Write { get; set; }

    /// <summary>Changes what the token endpoint answers.</summary>
    public Action<JsonObject> ChangeTokens { get; set; } = _ => { };

    /// <summary>What is told of a person beyond the ID token.</summary>
    public JsonObject Person { get; } = new() { ["sub"] = "anna", ["email"] = "anna@example.org", ["email_verified"] = true, ["groups"] = new JsonArray("staff") };

    /// <summary>What is answered in the place of all else, by path.</summary>
    public Dictionary<string, Func<HttpResponseMessage>> Instead { get; } = [];

    /// <summary>The refresh token that counts now.</summary>
    public string Refresh { get; private set; } = "r0";

    /// <summary>What answers of the token endpoint have to wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What was asked, by path.</summary>
    public string[] Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    /// <summary>What the person is asked for, as the browser brings it; the answer with which it comes back.</summary>
    public string Authorize(Uri request)
    {
        var query = System.Web.HttpUtility.ParseQueryString(request.Query);
        var code = $"code-{++_count}";
        _codes[code] = new()
        {
            ["challenge"] = query["code_challenge"],
            ["nonce"] = query["nonce"],
            ["redirect_uri"] = query["redirect_uri"],
            ["client"] = query["client_id"],
        };
        return $"?code={code}&state={Uri.EscapeDataString(query["state"]!)}&iss={Uri.EscapeDataString(issuer)}";
    }

    /// <summary>An ID token, or with other claims something else.</summary>
    public string Sign(JsonObject claims, string? type = "JWT") => JwsWriter.Write(Signer, Encoding.UTF8.GetBytes(claims.ToJsonString()), type);

    public JsonObject Claims(string? nonce, string client = "app")
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return new() { ["iss"] = issuer, ["sub"] = "anna", ["aud"] = client, ["iat"] = now, ["exp"] = now + 300, ["auth_time"] = now - 10, ["sid"] = "s1", ["nonce"] = nonce };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        lock (_asked)
            _asked.Add(path);
        if (Instead.TryGetValue(path, out var other))
            return other();
        switch (path)
        {
            case "/.well-known/openid-configuration":
                return Json(Metadata);
            case "/keys":
                return Text(JwkWriter.WriteSet([Signer.Verifier]));
            case "/me":
                return request.Headers.Authorization?.ToString() == "Bearer access" ? Json(Person) : new(HttpStatusCode.Unauthorized);
            case "/token":
                await Gate.WaitAsync(cancellationToken);
                return Tokens(System.Web.HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken)));
            default:
                return new(HttpStatusCode.NotFound);
        }
    }

    public static HttpResponseMessage Text(string text, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(text) };

    private HttpResponseMessage Tokens(System.Collections.Specialized.NameValueCollection form)
    {
        string? nonce = null;
        if (form["grant_type"] == "refresh_token")
        {
            if (form["refresh_token"] != Refresh)
                return Text("""{"error":"invalid_grant"}""", HttpStatusCode.BadRequest);
        }
        else if (!_codes.Remove(form["code"] ?? "", out var code) || (string?)code["redirect_uri"] != form["redirect_uri"]
            || (string?)code["challenge"] != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? ""))))
        {
            return Text("""{"error":"invalid_grant"}""", HttpStatusCode.BadRequest);
        }
        else
        {
            nonce = (string?)code["nonce"];
        }

        var claims = Claims(nonce);
        if (nonce is null)
            claims.Remove("nonce");
        ChangeClaims(claims);
        Refresh = $"r{++_count}";
        var tokens = new JsonObject
        {
            ["access_token"] = "access",
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["refresh_token"] = Refresh,
            ["id_token"] = Write?.Invoke(claims) ?? Sign(claims),
        };
        ChangeTokens(tokens);
        return Json(tokens);
    }

    private static HttpResponseMessage Json(JsonObject json) => Text(json.ToJsonString());
}
