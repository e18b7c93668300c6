namespace Countersign.Tokens;

/// <summary>Reads the payload of a token as claims (RFC 7519 §7.2).</summary>
public static class JwtClaimsReader
{
    /// <summary>The claims; null with the reason when the payload is no sound JSON object. The signature is not looked at.</summary>
    public static JwtClaims? Read(Jws token, out TokenFault? fault)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Header.ContentType is { } type && JwsHeader.IsMediaType(type, "JWT"))
        {
            fault = new(TokenFaultKind.TokenNested, TokenPart.Header, Name: "cty");
            return null;
        }

        return Read(token.Payload, out fault);
    }

    /// <summary>The claims of a decoded payload, which must not change afterwards.</summary>
    public static JwtClaims? Read(ReadOnlyMemory<byte> payload, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(payload.Span, JwsReader.MaxLength, TokenPart.Payload);
        return fault is null ? new JwtClaimsParse(payload).Run() : null;
    }
}
