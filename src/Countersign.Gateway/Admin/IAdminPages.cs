using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>Pages for people at the admin listener, below <see cref="Root"/>. Whoever starts the gateway brings them: it knows none itself (CONTRACT 30).</summary>
internal interface IAdminPages : IAsyncDisposable
{
    /// <summary>The path of the first page, and what all others begin with.</summary>
    const string Root = "/console";

    /// <summary>
    /// Answers a request whose host and credential are good. Its PathBase ends with <see cref="Root"/>. A browser sends the credential with the requests that
    /// other sites cause as well: pages look themselves at where a request comes from.
    /// </summary>
    Task ServeAsync(HttpContext context);
}
