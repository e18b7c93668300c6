namespace Countersign.Schemes.Bearer;

/// <summary>The operator's choices for Bearer.</summary>
public sealed record BearerOptions
{
    /// <summary>Names the protection space (RFC 9110 §11.5).</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Whether tokens are taken over connections without TLS, where everybody on the way can use them as well (RFC 6750 §5.2).</summary>
    public bool AllowCleartext { get; init; }

    /// <summary>Whether a form may carry the token as <c>access_token</c> (RFC 6750 §2.2).</summary>
    public bool TokenInForm { get; init; }

    /// <summary>Whether the query may (RFC 6750 §2.3), where logs and histories keep it (RFC 9700 §4.3.2).</summary>
    public bool TokenInQuery { get; init; }
}
