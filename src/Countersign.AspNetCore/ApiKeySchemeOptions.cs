namespace Countersign.AspNetCore;

/// <summary>API keys of the store.</summary>
public sealed class ApiKeySchemeOptions : SchemeOptions
{
    internal ApiKeySchemeOptions(string name)
        : base(name) => AllowCleartext = true;

    /// <summary>The field that carries the key; <c>Authorization: ApiKey KEY</c> works as well.</summary>
    public string Header { get; set; } = "X-API-Key";

    internal override bool GrantsScopes => true;
}
