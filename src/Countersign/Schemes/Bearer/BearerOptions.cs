namespace Countersign.Schemes.Bearer;

/// <summary>The operator's choices for Bearer.</summary>
public sealed record BearerOptions
{
    /// <summary>Names the protection space (RFC 9110 §11.5).</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Whether tokens are taken over connections without TLS, where everybody on the way can use them as well (RFC 6750 §5.2).</summary>
    public bool AllowCleartext { get; init; }
}
