using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>What caches that many people share know of an answer.</summary>
internal static class SharedCaches
{
    /// <summary>
    /// Whether they can't see that it was for somebody: they know of Authorization (RFC 9111 §3.5), not of a key in another field or a cookie, nor of a token in a form
    /// or the query.
    /// </summary>
    public static bool KnowNothingOf(in Decision decision, IHeaderDictionary request) =>
        decision.Scheme is { CredentialFields.Count: > 0 } or { CredentialCookies.Count: > 0 } || (decision.Scheme is not null && request.Authorization.Count == 0);
}
