using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Twists;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator;

/// <summary>A request to the simulator, with whom it comes from and what chance has for it.</summary>
/// <param name="context">The request as the server gave it.</param>
/// <param name="client">What is remembered of the client.</param>
/// <param name="state">What the simulator knows.</param>
/// <param name="isForProxy">Whether a proxy is asked, and not an origin.</param>
internal sealed class SimulatedRequest(HttpContext context, SimulatedClient client, SimulatorState state, bool isForProxy = false)
{
    private Seed? _seed;

    /// <summary>The request as the server gave it.</summary>
    public HttpContext Context => context;

    /// <summary>What schemes may see of it.</summary>
    public RequestFacts Facts { get; } = new SimulatedFacts(context, isForProxy);

    /// <summary>What is remembered of the client.</summary>
    public SimulatedClient Client => client;

    /// <summary>What the simulator knows.</summary>
    public SimulatorState State => state;

    /// <summary>The twists that it asks for, in the order in which they work.</summary>
    public ImmutableArray<(Twist Twist, string Value)> Twists { get; set; } = [];

    /// <summary>The time.</summary>
    public DateTimeOffset Now => state.Clock.GetUtcNow();

    /// <summary>The method.</summary>
    public string Method => context.Request.Method;

    /// <summary>The path and query by which state is kept apart: two addresses that differ behave for themselves.</summary>
    public string Place => $"{context.Request.Path}{context.Request.QueryString}";

    /// <summary>Where chance comes from: <c>seed</c> in the query, else the simulator's own.</summary>
    public Seed Seed => _seed ??= Query("seed") is { } seed ? new(seed) : state.Seed;

    /// <summary>The same request, but as a proxy takes it.</summary>
    public SimulatedRequest ForProxy() => new(context, client, state, isForProxy: true);

    /// <summary>A part of the path; null where the template has none, or it was left out.</summary>
    public string? Route(string name) => context.Request.RouteValues.TryGetValue(name, out var value) ? value as string : null;

    /// <summary>The first value of a parameter of the query; null for none.</summary>
    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>A field's only line; null for none and for several.</summary>
    public string? Field(string name) => Facts.Field(name);

    /// <summary>A number from 0 up to, and without, 1: the same for the same seed, client and count.</summary>
    public double Chance(string purpose, int count) => Seed.Number($"{purpose} {client.Name} {count}");
}
