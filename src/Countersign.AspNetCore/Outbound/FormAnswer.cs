using System.Diagnostics.CodeAnalysis;
using Countersign.Tokens;

namespace Countersign.AspNetCore.Outbound;

/// <summary>What came of a form: the issuer's word, which may be a no, or why there is none.</summary>
/// <param name="Url">Where it was sent; null when it was not.</param>
/// <param name="Status">The status of the answer; 0 when there was no whole one.</param>
/// <param name="Octets">The content of an answer of 2xx, 400, 401, 403, 413, 414 or 422.</param>
/// <param name="Failure">What went wrong, with the address: no answer, or one that is no word on the question (429, 5xx, a redirect).</param>
internal readonly record struct FormAnswer(Uri? Url, int Status, byte[]? Octets, string? Failure)
{
    /// <summary>Whether the issuer answered the question.</summary>
    [MemberNotNullWhen(true, nameof(Octets))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsAnswered => Octets is not null;

    /// <summary>Whether it said yes.</summary>
    [MemberNotNullWhen(true, nameof(Octets))]
    public bool IsGood => IsAnswered && Status is >= 200 and < 300;

    /// <summary>Whether it refused the gateway itself, not what it asked for (RFC 6749 §5.2, RFC 7662 §2.3); some say so with a 400.</summary>
    public bool IsClientRefused => IsAnswered && (Status == 401 || Says("invalid_client"));

    /// <summary>Whether it said no with this error (RFC 6749 §5.2).</summary>
    public bool Says(string error) => IsAnswered && !IsGood && TokenAnswer.Read(Octets, out _)?.Error == error;

    /// <summary>That it refused the gateway itself, for the operator.</summary>
    public string ClientRefusal => Report($"the issuer refuses the gateway as a client ({Status}); look at client-id and its secret or key.");

    /// <summary>No question was asked.</summary>
    public static FormAnswer Unasked(string why) => new(null, 0, null, why);

    /// <summary>What the operator is told of it, with the address.</summary>
    public string Report(string words) => Url is null ? words : $"{BoundedFetch.Shown(Url)}: {words}";
}
