namespace Countersign.Tokens;

/// <summary>Where a fault lies, and in what its position is counted.</summary>
public enum TokenPart
{
    /// <summary>The text of the token; positions are characters.</summary>
    Text,

    /// <summary>The decoded header; positions are octets.</summary>
    Header,

    /// <summary>The decoded payload; positions are octets.</summary>
    Payload,

    /// <summary>The signature, or the key that it was checked with; without a position.</summary>
    Signature,

    /// <summary>A JWK or a JWK Set; positions are octets of the text, where there are any.</summary>
    Key,
}
