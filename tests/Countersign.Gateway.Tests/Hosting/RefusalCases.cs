using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.TestKit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A request for each refusal that a request can produce.</summary>
internal static class RefusalCases
{
    /// <summary>Why a refusal can't be produced by a request to the gateway.</summary>
    public static readonly Dictionary<Refusal, string> NotOverHttp = new()
    {
        [Refusal.HeadersTooLarge] = "the server itself answers 431, without content: see UnreadableRequestTests",
    };

    public const string Yaml = $$"""
        sign-in: { users: store, providers: {{SignOnRefusalCases.Providers}} }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          people: { type: basic, realm: People, users: store, allow-cleartext: true }
          secure: { type: basic, realm: Secure, htpasswd: quick.htpasswd }
          fragile: { type: basic, realm: Fragile, htpasswd: fragile.htpasswd, allow-cleartext: true }
          slow: { type: basic, realm: Slow, htpasswd: slow.htpasswd, allow-cleartext: true }
          devices: { type: digest, realm: devices@example.org, htdigest: devices.htdigest }
          signed: { type: digest, realm: devices@example.org, htdigest: devices.htdigest, qop: [auth-int], max-content: 5 }
          keys: { type: api-key, realm: api, header: X-API-Key }
        {{TokenRefusalCases.Schemes}}
        {{SessionRefusalCases.Schemes}}
        routes:
          - { name: staff, match: { path: /staff/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: people, match: { path: /people/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: secure, match: { path: /secure/** }, access: { any-of: [secure] }, upstream: UPSTREAM }
          - { name: fragile, match: { path: /fragile/** }, access: { any-of: [fragile] }, upstream: UPSTREAM }
          - { name: slow, match: { path: /slow/** }, access: { any-of: [slow] }, upstream: UPSTREAM }
          - { name: chosen, match: { path: /chosen/** }, access: { any-of: [staff], users: [nobody] }, upstream: UPSTREAM }
          - { name: inside, match: { path: /inside/** }, access: { any-of: [staff], networks: [192.0.2.0/24] }, upstream: UPSTREAM }
          - { name: devices, match: { path: /devices/** }, access: { any-of: [devices] }, upstream: UPSTREAM }
          - { name: signed, match: { path: /signed/** }, access: { any-of: [signed] }, upstream: UPSTREAM }
          - { name: api, match: { path: /api/** }, access: { any-of: [keys], scopes: [read] }, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }
          - { name: closed, match: { path: /closed/** }, access: deny }
        {{TokenRefusalCases.Routes}}
        {{SessionRefusalCases.Routes}}
        {{SignOnRefusalCases.Routes}}

        """;

    private const string SlowHash = "$2y$11$emhfHIbMfc8GATDylpayvu5RlMsmRZMLn2LF1MKhC2RVyMshHs8U2";

    /// <summary>Further lines of the configuration that a refusal needs.</summary>
    public static string Limits(Refusal refusal) => refusal switch
    {
        Refusal.TooManyAttempts => "limits: { attempts-per-name: 2 }\n",
        Refusal.TooManyRefusals => "limits: { refusals-per-minute: 1 }\n",
        Refusal.PasswordChecksBusy => "limits: { password-workers: 1, password-queue: 1 }\n",
        _ => "",
    };

    /// <summary>Sends what produces the refusal and gives its answer.</summary>
    public static Task<Reply> ProduceAsync(Refusal refusal, RunningGateway gateway) => refusal switch
    {
        Refusal.CredentialsMissing => gateway.GetAsync("/staff/a"),
        Refusal.CredentialsMalformed => gateway.GetAsync("/staff/a", "Authorization: Basic \"oops"),
        Refusal.CredentialsDuplicated => gateway.GetAsync("/staff/a", Carl, Carl),
        Refusal.SchemeNotOffered => gateway.GetAsync("/staff/a", "Authorization: Bearer abc"),
        Refusal.CleartextTransport => gateway.GetAsync("/secure/a", Carl),
        Refusal.SubjectNotAllowed => gateway.GetAsync("/chosen/a", Carl),
        Refusal.ScopeInsufficient => KeyAsync(gateway, keys => keys.Create("k", ["write"])),
        Refusal.NetworkNotAllowed => gateway.GetAsync("/inside/a", Carl),
        Refusal.DeniedByPolicy => gateway.GetAsync("/closed/a"),
        Refusal.RouteNotFound => gateway.GetAsync("/nowhere"),
        Refusal.RequestAmbiguous => gateway.GetAsync("/staff/%2e%2e/a"),
        Refusal.MethodNotAllowed => gateway.AskAsync("TRACE", "/staff/a"),
        Refusal.ContentTooLarge => TooLargeAsync(gateway),
        Refusal.OriginNotAllowed => gateway.AskAsync("OPTIONS", "/api/a", "Origin: https://evil.example", "Access-Control-Request-Method: GET"),
        Refusal.TooManyAttempts => RepeatedAsync(gateway, "/staff/a", 3, Credential.Basic("carl", "wrong")),
        Refusal.TooManyRefusals => UntilTooManyAsync(gateway, "/staff/a", Credential.Basic("carl", "wrong")),
        Refusal.PasswordChecksBusy => CrowdAsync(gateway),
        Refusal.ProtectionUnavailable => WithoutFileAsync(gateway),
        Refusal.BasicMalformed => gateway.GetAsync("/staff/a", "Authorization: Basic bm9jb2xvbg=="),
        Refusal.BasicWrongPassword => gateway.GetAsync("/staff/a", Credential.Basic("carl", "wrong")),
        Refusal.BasicUnknownUser => gateway.GetAsync("/staff/a", Credential.Basic("CARL", "sha1-user")),
        Refusal.BasicUserDisabled => DisabledAsync(gateway),
        Refusal.BasicHashUnsupported => gateway.GetAsync("/staff/a", Credential.Basic("old", "password")),
        >= Refusal.SignInWrongPassword and <= Refusal.ResetLinkVoid => SignInRefusalCases.ProduceAsync(refusal, gateway),
        Refusal.DigestMalformed => gateway.GetAsync("/devices/a", "Authorization: Digest username=\"sensor1\""),
        Refusal.DigestUriMismatch => DigestAsync(gateway, target: "/devices/b"),
        Refusal.DigestRealmMismatch => DigestAsync(gateway, ("realm", "elsewhere")),
        Refusal.DigestAlgorithmNotOffered => DigestAsync(gateway, ("algorithm", "MD5")),
        Refusal.DigestQopNotOffered => DigestAsync(gateway, ("qop", "auth-int")),
        Refusal.DigestNonceStale => DigestAsync(gateway, ("nonce", "another-gateways")),
        Refusal.DigestNonceUnknown => DigestAsync(gateway, ("nonce", "another-gateways"), password: "wrong"),
        Refusal.DigestNonceReplayed => ReplayedAsync(gateway),
        Refusal.DigestUnknownUser => DigestAsync(gateway, user: "sensor2"),
        Refusal.DigestResponseWrong => DigestAsync(gateway, password: "wrong"),
        Refusal.ApiKeyMalformed => gateway.GetAsync("/api/a", "X-API-Key: short"),
        Refusal.ApiKeyUnknown => gateway.GetAsync("/api/a", "X-API-Key: " + Countersign.Schemes.ApiKey.ApiKeyText.Create()),
        Refusal.ApiKeyExpired => KeyAsync(gateway, keys => keys.Create("k", ["read"], expires: TimeProvider.System.GetUtcNow().AddDays(-1))),
        Refusal.ApiKeyRevoked => KeyAsync(gateway, Revoked),
        >= Refusal.BearerMalformed and <= Refusal.SignInInsufficient => TokenRefusalCases.ProduceAsync(refusal, gateway),
        >= Refusal.SessionUnreadable and <= Refusal.SessionOriginForeign => SessionRefusalCases.ProduceAsync(refusal, gateway),
        >= Refusal.SignOnStateInvalid and <= Refusal.SignOnTooWeak => SignOnRefusalCases.ProduceAsync(refusal, gateway),
        Refusal.HeadersTooLarge => throw new InvalidOperationException(NotOverHttp[refusal]),
    };

    private static string Carl => Credential.Basic("carl", "sha1-user");

    public static void WriteFiles(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "fragile.htpasswd"), "carl:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\n");
        File.WriteAllText(Path.Combine(folder, "slow.htpasswd"), $"carl:{SlowHash}\n");
        TokenRefusalCases.WriteFiles(folder);
    }

    private static NewApiKey Revoked(ApiKeyStore keys)
    {
        var made = keys.Create("k", ["read"]);
        keys.Revoke(made.Record.Id);
        return made;
    }

    private static Task<Reply> KeyAsync(RunningGateway gateway, Func<ApiKeyStore, NewApiKey> make) =>
        gateway.GetAsync("/api/a", "X-API-Key: " + make(gateway.Host.Services.Keys).Key.Reveal());

    private static Task<Reply> DisabledAsync(RunningGateway gateway)
    {
        gateway.Host.Services.Users.Add(new UserRecord("eve", "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=") { Disabled = true });
        return gateway.GetAsync("/people/a", Credential.Basic("eve", "sha1-user"));
    }

    private static async Task<Reply> RepeatedAsync(RunningGateway gateway, string target, int times, string field)
    {
        var reply = await gateway.GetAsync(target, field);
        for (var turn = 1; turn < times; turn++)
            reply = await gateway.GetAsync(target, field);
        return reply;
    }

    /// <summary>The minute may turn once between three requests, and not twice.</summary>
    private static async Task<Reply> UntilTooManyAsync(RunningGateway gateway, string target, string field)
    {
        var reply = await gateway.GetAsync(target, field);
        for (var turn = 1; turn < 3 && reply.Status != 429; turn++)
            reply = await gateway.GetAsync(target, field);
        return reply;
    }

    /// <summary>Those that are turned away are answered at once; the others wait as long as a busy machine lets the workers of lowest priority.</summary>
    private static async Task<Reply> CrowdAsync(RunningGateway gateway)
    {
        await foreach (var answered in Task.WhenEach(Enumerable.Range(0, 8).Select(i => gateway.GetAsync("/slow/a", Credential.Basic("carl", $"guess {i}")))))
        {
            if (await answered is { Status: 503 } refused)
                return refused;
        }

        throw new InvalidOperationException("Nobody was turned away.");
    }

    private static async Task<Reply> WithoutFileAsync(RunningGateway gateway)
    {
        File.Delete(Path.Combine(gateway.Files.Folder, "fragile.htpasswd"));
        return await Eventually.UntilAsync(() => gateway.GetAsync("/fragile/a", Carl), reply => reply.Status == 503, pause: 0.25);
    }

    private static async Task<Reply> TooLargeAsync(RunningGateway gateway)
    {
        var challenge = await Credential.AskedAsync(gateway, "/signed/a");
        var field = Credential.Digest(challenge, "/signed/a", method: "POST", content: "too large");
        return await gateway.RawAsync(RunningGateway.Written("POST", "/signed/a", field, "Content-Length: 9") + "too large");
    }

    private static async Task<Reply> DigestAsync(
        RunningGateway gateway, (string Name, string Value)? change = null, string target = "/devices/a", string user = "sensor1", string password = "s3cret")
    {
        var challenge = await Credential.AskedAsync(gateway, "/devices/a");
        if (change is { } other)
            challenge = Credential.With(challenge, other.Name, other.Value);
        return await gateway.GetAsync("/devices/a", Credential.Digest(challenge, target, user, password));
    }

    private static async Task<Reply> ReplayedAsync(RunningGateway gateway)
    {
        var field = Credential.Digest(await Credential.AskedAsync(gateway, "/devices/a"), "/devices/a");
        await gateway.GetAsync("/devices/a", field);
        return await gateway.GetAsync("/devices/a", field);
    }
}
