namespace Countersign.Schemes.ApiKey;

/// <summary>The operator's words for API keys.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>Names the protection space (RFC 9110 §11.5).</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>The field that carries the key; <c>Authorization: ApiKey KEY</c> works as well.</summary>
    public string Header { get; init; } = "X-API-Key";

    /// <summary>Refuse keys that come without TLS.</summary>
    public bool RequireTls { get; init; }
}
