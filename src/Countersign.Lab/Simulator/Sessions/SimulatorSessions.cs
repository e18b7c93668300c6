using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Sessions;

/// <summary>
/// Tells clients apart, so that a test does not meet what another one left behind: by <c>session</c> in the query, the field or the cookie of that name,
/// and without them by their address. No cookie is demanded of clients that have none.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class SimulatorSessions(TimeProvider clock)
{
    /// <summary>The parameter of the query.</summary>
    public const string Parameter = "session";

    /// <summary>The field.</summary>
    public const string Field = "Countersign-Session";

    /// <summary>The cookie.</summary>
    public const string Cookie = "countersign-session";

    private const int MostKept = 10_000;
    private const int MaxName = 64;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SimulatorSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>The session of a request.</summary>
    public SimulatorSession Of(HttpContext context)
    {
        var now = clock.GetUtcNow();
        if (_sessions.Count >= MostKept)
            Forget(now);
        var session = _sessions.GetOrAdd(NameOf(context), name => new(name));
        session.UsedAt = now;
        return session;
    }

    private static string NameOf(HttpContext context)
    {
        var request = context.Request;
        string? name = request.Query[Parameter];
        name ??= request.Headers[Field];
        name ??= request.Cookies[Cookie];
        return name is { Length: > 0 } ? name[..Math.Min(name.Length, MaxName)] : $"from {context.Connection.RemoteIpAddress}";
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (name, session) in _sessions)
        {
            if (session.UsedAt < now - Life)
                _sessions.TryRemove(name, out _);
        }

        if (_sessions.Count >= MostKept)
            _sessions.Clear();
    }
}
