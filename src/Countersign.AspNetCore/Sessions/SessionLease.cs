namespace Countersign.AspNetCore.Sessions;

/// <summary>An exchange under way in a session.</summary>
internal readonly struct SessionLease : IDisposable
{
    private readonly LiveSession? _session;

    internal SessionLease(LiveSession? session, CancellationToken over) => (_session, Over) = (session, over);

    /// <summary>Is cancelled when the session is over.</summary>
    public CancellationToken Over { get; }

    /// <summary>The exchange is over.</summary>
    public void Dispose() => _session?.Leave();
}
