namespace Countersign.Inspector.Exchanges;

/// <summary>What a token looks like.</summary>
public enum TokenShape
{
    /// <summary>Something that says nothing to anybody but its issuer.</summary>
    Opaque,

    /// <summary>A signed token of three parts (RFC 7519 over RFC 7515).</summary>
    Jwt,

    /// <summary>An encrypted token of five parts (RFC 7516).</summary>
    Jwe,

    /// <summary>Something that was meant to be a signed token and is broken.</summary>
    BrokenJwt,
}
