using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Intake;

/// <summary>
/// Ends an HTTP/1.x connection behind a request whose content may not have been read to its end. The server reads the rest and goes on, unless the
/// client breaks off meanwhile: then it would take what has come of the content for requests (RFC 9112 §6.3, §9.5).
/// </summary>
internal static class UnreadContent
{
    /// <summary>Lets no further request follow on the connection; the answer says <c>Connection: close</c> if it was not begun.</summary>
    public static void Abandon(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal))
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}
