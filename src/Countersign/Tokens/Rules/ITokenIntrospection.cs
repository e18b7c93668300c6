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
    /// <summary>What the issuer says of it, when it counts (<c>active</c>); null when it does not.</summary>
    public JwtClaims? Claims { get; private init; }

    /// <summary>Why the issuer can't read the token, for the operator; null when it can, or gave no word.</summary>
    public string? Fault { get; private init; }

    /// <summary>Why there is no word of the issuer, for the operator; null when there is.</summary>
    public string? Outage { get; private init; }

    /// <summary>Whether asking again soon would bring the same: all but that the issuer can't be asked.</summary>
    public bool IsLasting { get; private init; }

    /// <summary>The token counts.</summary>
    public static IntrospectionReading Active(JwtClaims claims) => new() { Claims = claims, IsLasting = true };

    /// <summary>It does not: it ended, was called back, or never was one, which the issuer does not tell apart (RFC 7662 §2.2).</summary>
    public static IntrospectionReading Inactive() => new() { IsLasting = true };

    /// <summary>The issuer refuses the question about it, as one that it can't read: no token of its own is like that.</summary>
    public static IntrospectionReading Unreadable(string why) => new() { Fault = why, IsLasting = true };

    /// <summary>The issuer answers, and its word on this token can't be understood. On others it may.</summary>
    public static IntrospectionReading Unusable(string why) => new() { Outage = why, IsLasting = true };

    /// <summary>Nobody knows: the issuer can't be asked.</summary>
    public static IntrospectionReading Unavailable(string why) => new() { Outage = why };
}
