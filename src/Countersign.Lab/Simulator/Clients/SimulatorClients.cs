using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
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

    private readonly Lock _forgetting = new();
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
        return name is not { Length: > 0 } ? $"from {context.Connection.RemoteIpAddress}" : name.Length <= MaxName ? name : Shortened(name);
    }

    // Names of tests are long, and differ at their end.
    private static string Shortened(string name) => $"{name[..(MaxName / 2)]}...{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";

    // Those that were not heard of for an hour; if that is too few, those that were not for the longest time.
    private void Forget(DateTimeOffset now)
    {
        lock (_forgetting)
        {
            if (_clients.Count < MostKept)
                return;
            foreach (var (name, client) in _clients)
            {
                if (client.UsedAt < now - Life)
                    _clients.TryRemove(name, out _);
            }

            if (_clients.Count < MostKept)
                return;
            foreach (var (name, _) in _clients.OrderBy(each => each.Value.UsedAt).Take(MostKept / 10))
                _clients.TryRemove(name, out _);
        }
    }
}
