namespace Countersign.Schemes.Basic;

/// <summary>What an operator decides about one Basic scheme.</summary>
public sealed record BasicOptions
{
    /// <summary>Names the protection space (RFC 9110 §11.5); browsers show it to people.</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Accept Basic without TLS, where everybody on the path can read the password.</summary>
    public bool AllowCleartext { get; init; }
}
