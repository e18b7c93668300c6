namespace Countersign.Tokens;

/// <summary>Reads the payload of a token as claims (RFC 7519 §7.2).</summary>
public static class JwtClaimsReader
{
    /// <summary>The longest answer about a token that is read, in octets: an issuer may say more of it than fits into one.</summary>
    public const int MaxAnswerLength = 64 * 1024;

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
    public static JwtClaims? Read(ReadOnlyMemory<byte> payload, out TokenFault? fault) => Read(payload, JwsReader.MaxLength, out fault);

    /// <summary>What an issuer answers of a token (RFC 7662 §2.2), whose members are claims; null with the reason when it is no sound JSON object.</summary>
    public static JwtClaims? ReadAnswer(ReadOnlyMemory<byte> answer, out TokenFault? fault) => Read(answer, MaxAnswerLength, out fault);

    private static JwtClaims? Read(ReadOnlyMemory<byte> json, int maxLength, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json.Span, maxLength, TokenPart.Payload);
        return fault is null ? new JwtClaimsParse(json).Run() : null;
    }
}
