using System.Net;

namespace Countersign.Tokens.Rules;

/// <summary>Asks an issuer what it says of a token that only it can read (RFC 7662).</summary>
public interface ITokenIntrospection
{
    /// <summary>Asks once. Whatever the issuer answers, or if it does not, this is a reading and no exception.</summary>
    /// <param name="token">The token; nothing keeps it.</param>
    /// <param name="client">The address of the client that presented it, which shares what questions there may be with others; null when there is none.</param>
    /// <param name="cancel">Gives the question up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel);
}

/// <summary>An issuer's word on a token.</summary>
public readonly record struct IntrospectionReading
{
    private IntrospectionReading(JwtClaims? claims, string? outage) => (Claims, Outage) = (claims, outage);

    /// <summary>What the issuer says of it, when it counts (<c>active</c>); null when it does not.</summary>
    public JwtClaims? Claims { get; }

    /// <summary>Why the issuer gave no word, for the operator; null when it did.</summary>
    public string? Outage { get; }

    /// <summary>The token counts.</summary>
    public static IntrospectionReading Active(JwtClaims claims) => new(claims, null);

    /// <summary>It does not: it ended, was called back, or never was one, which the issuer does not tell apart (RFC 7662 §2.2).</summary>
    public static IntrospectionReading Inactive() => new(null, null);

    /// <summary>Nobody knows.</summary>
    public static IntrospectionReading Unavailable(string why) => new(null, why);
}
