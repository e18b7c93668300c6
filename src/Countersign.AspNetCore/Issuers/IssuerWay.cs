namespace Countersign.AspNetCore.Issuers;

/// <summary>How tokens of an issuer are judged.</summary>
internal enum IssuerWay
{
    /// <summary>By the keys that it publishes.</summary>
    Published,

    /// <summary>By keys in a file of the operator.</summary>
    File,

    /// <summary>By asking it about each (RFC 7662).</summary>
    Introspection,
}
