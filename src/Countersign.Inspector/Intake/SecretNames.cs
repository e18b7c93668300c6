using System.Buffers;
using System.Collections.Frozen;

namespace Countersign.Inspector.Intake;

/// <summary>The names under which secrets travel.</summary>
internal static class SecretNames
{
    private static readonly FrozenSet<string> FieldNames = Set(
        "X-API-Key", "Api-Key", "ApiKey", "X-Auth-Token", "X-Access-Token", "X-Authorization", "Authorisation", "X-Amz-Security-Token", "X-Goog-Api-Key", "X-Goog-Iap-Jwt-Assertion",
        "Ocp-Apim-Subscription-Key", "X-Functions-Key", "X-GitHub-Token", "Private-Token", "Job-Token", "X-Vault-Token", "X-Shopify-Access-Token", "X-CSRF-Token", "X-XSRF-Token",
        "X-Session-Token", "X-Token", "Token", "DPoP", "Cf-Access-Jwt-Assertion", "X-Forwarded-Access-Token", "X-Id-Token", "Remote-User-Token", "X-Hub-Signature", "X-Hub-Signature-256");

    private static readonly FrozenSet<string> ParameterNames = Set(
        "access_token", "refresh_token", "id_token", "token", "auth_token", "authtoken", "jwt", "api_key", "apikey", "api-key", "key", "subscription-key", "client_secret", "client_assertion",
        "assertion", "subject_token", "actor_token", "code", "code_verifier", "device_code", "password", "passwd", "pwd", "secret", "session", "sessionid", "sid", "sig", "signature",
        "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "X-Goog-Signature", "otp", "totp", "pin", "ticket", "SAMLResponse", "logout_token", "registration_access_token");

    private static readonly SearchValues<string> CookieWords = SearchValues.Create(
        ["sess", "sid", "auth", "token", "jwt", "login", "remember", "identity", "sso", "bearer", "credential", "connect.", "passport"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether all of a field's value is secret.</summary>
    public static bool IsField(string name) => FieldNames.Contains(name);

    /// <summary>Whether a parameter of a query, a form or a JSON object is secret.</summary>
    public static bool IsParameter(string name) => ParameterNames.Contains(name);

    /// <summary>Whether a cookie says by its name that it tells who sends it.</summary>
    public static bool IsCookie(string name) => name.AsSpan().ContainsAny(CookieWords);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
