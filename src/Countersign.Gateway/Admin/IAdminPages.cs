using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>Pages for people at the admin listener, below <see cref="Root"/>. Whoever starts the gateway brings them: it knows none itself (CONTRACT 30).</summary>
internal interface IAdminPages : IAsyncDisposable
{
    /// <summary>The path of the first page, and what all others begin with.</summary>
    const string Root = "/console";

    /// <summary>Where the server that some of the pages need beside them listens, with the port that was really opened; null for nowhere.</summary>
    string? LabAddress { get; }

    /// <summary>Opens that server where the configuration names it: its first look is not the moment to learn that the port is somebody's.</summary>
    /// <exception cref="IOException">The address is in use, or can't be listened on for another reason.</exception>
    Task StartAsync(CancellationToken cancel);

    /// <summary>
    /// Answers a request whose host and credential are good. Its PathBase ends with <see cref="Root"/>. A browser sends the credential with the requests that
    /// other sites cause as well: pages look themselves at where a request comes from.
    /// </summary>
    Task ServeAsync(HttpContext context);
}
