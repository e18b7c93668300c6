using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Clients;

/// <summary>
/// Tells clients apart, so that a test does not meet what another one left behind: by <c>client</c> in the query, the field or the cookie of that name,
/// and without them by their address. No cookie is demanded of clients that have none.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class SimulatorClients(TimeProvider clock)
{
    /// <summary>The parameter of the query.</summary>
    public const string Parameter = "client";

    /// <summary>The field.</summary>
    public const string Field = "Countersign-Client";

    /// <summary>The cookie.</summary>
    public const string Cookie = "countersign-client";

    private const int MostKept = 10_000;
    private const int MaxName = 64;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SimulatedClient> _clients = new(StringComparer.Ordinal);

    /// <summary>The client of a request.</summary>
    public SimulatedClient Of(HttpContext context)
    {
        var now = clock.GetUtcNow();
        if (_clients.Count >= MostKept)
            Forget(now);
        var client = _clients.GetOrAdd(NameOf(context), name => new(name));
        client.UsedAt = now;
        return client;
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
        foreach (var (name, client) in _clients)
        {
            if (client.UsedAt < now - Life)
                _clients.TryRemove(name, out _);
        }

        if (_clients.Count >= MostKept)
            _clients.Clear();
    }
}
