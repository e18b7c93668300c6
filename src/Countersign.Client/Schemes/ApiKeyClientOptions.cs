namespace Countersign.Client.Schemes;

/// <summary>A key that a field carries.</summary>
/// <param name="key">The key.</param>
public sealed class ApiKeyClientOptions(Secret key)
{
    /// <summary>The field. Default: <c>X-API-Key</c>.</summary>
    public string Header { get; set; } = "X-API-Key";

    /// <summary>Whether it is sent over http, where anybody on the way can read it. Default: no.</summary>
    public bool AllowCleartext { get; set; }

    internal Secret Key { get; } = key;
}
