namespace Countersign.Cli.Requests;

/// <summary>Which fields, parameters and members have something in them that nobody else may read, by their names.</summary>
internal static class SecretNames
{
    private static readonly string[] PartsOfFields = ["token", "secret", "passw", "api-key", "apikey", "access-key", "session", "signature", "x-auth"];
    private static readonly string[] Fields = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Set-Cookie2", "DPoP"];
    private static readonly string[] PartsOfMembers = ["token", "secret", "passw", "assertion", "apikey", "api_key", "api-key"];
    private static readonly string[] Members = ["code_verifier", "device_code", "user_code", "verification_uri_complete", "signature", "otp", "pin", "pwd"];

    // In JSON these are the names of many things.
    private static readonly string[] Parameters = ["code", "key", "sig", "session"];

    // What says something about a secret, and is none.
    private static readonly string[] Endings = ["_type", "_endpoint", "_in", "_at", "_supported", "_uri", "_method"];

    /// <summary>Whether the value of a field is secret.</summary>
    public static bool IsField(string name) =>
        Fields.Contains(name, StringComparer.OrdinalIgnoreCase) || PartsOfFields.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the value of a parameter of a query or form is secret.</summary>
    public static bool IsParameter(string name) => Parameters.Contains(name, StringComparer.OrdinalIgnoreCase) || IsMember(name);

    /// <summary>Whether the value of a member of a JSON object is secret.</summary>
    public static bool IsMember(string name) =>
        Members.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (PartsOfMembers.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)) && !Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}
