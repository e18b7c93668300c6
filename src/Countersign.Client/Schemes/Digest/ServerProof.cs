using System.Net;
using System.Runtime.InteropServices;
using Countersign.Client.Failures;
using Countersign.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Client.Schemes.Digest;

/// <summary>What an answer says of the credentials sent: that the server knows the password, too, and the next nonce (RFC 7616 §3.5).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ServerProof
{
    private static readonly byte[] NoContent = [];

    private AuthenticationInfoReading? Info { get; init; }

    /// <summary>The nonce that the server wants next; null where it wants none, or one that no nonce looks like.</summary>
    public string? NextNonce
    {
        get
        {
            var next = Info?.Find("nextnonce");
            return next is { Length: > 0 and <= DigestDemand.MaxLength } && !next.AsSpan().ContainsAnyExceptInRange(' ', '~') ? next : null;
        }
    }

    public static ServerProof Read(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Authentication-Info", out var lines) ? new() { Info = AuthenticationInfoReader.Read(lines.ToString()) } : default;

    /// <summary>Why the answer must not be trusted; null when nothing speaks against it.</summary>
    /// <remarks>What signs content is judged only where there is none: content is not kept to be judged.</remarks>
    public Failure? Judge(DigestSession session, in DigestParts parts, HttpResponseMessage response, bool isRequired)
    {
        var canBeJudged = parts.Qop == "auth" || (session.CoversContent && IsEmpty(response));
        if (Info?.Find("rspauth") is not { } rspauth)
            return isRequired ? Missing("The answer has no rspauth.") : null;
        if (!canBeJudged)
            return isRequired ? Missing("The rspauth covers content (auth-int), which is not kept to be judged.") : null;
        if ((Info.Find("cnonce") ?? parts.Cnonce) != parts.Cnonce || !(Info.Find("nc") ?? parts.Count).Equals(parts.Count, StringComparison.OrdinalIgnoreCase))
            return Missing("The rspauth is that of another request.");
        return session.IsProof(rspauth, parts, session.CoversContent ? HashOfNothing(session) : NoContent) ? null : Missing("The rspauth is wrong.");
    }

    private static Failure Missing(string detail) => new(FailureReason.ServerNotAuthenticated, detail);

    private static byte[] HashOfNothing(DigestSession session) => new DigestContentHash(session.Demand.Algorithm!).Finish();

    private static bool IsEmpty(HttpResponseMessage response) =>
        response.RequestMessage?.Method != HttpMethod.Head
        && (response.StatusCode is HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0);
}
