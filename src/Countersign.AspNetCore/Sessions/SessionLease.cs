namespace Countersign.AspNetCore.Sessions;

/// <summary>An exchange under way in a session; the default is one in none, which nothing ends.</summary>
internal readonly struct SessionLease : IDisposable
{
    private readonly LiveSession? _session;

    internal SessionLease(string handle, LiveSession? session, CancellationToken over) => (Handle, _session, Over) = (handle, session, over);

    /// <summary>The session's public name; null for none.</summary>
    public string? Handle { get; }

    /// <summary>Is cancelled when the session is over.</summary>
    public CancellationToken Over { get; }

    /// <summary>The exchange is over.</summary>
    public void Dispose() => _session?.Leave();
}
