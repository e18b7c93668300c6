using System.Collections.Immutable;

namespace Countersign.AspNetCore.Sessions;

/// <summary>A session as people and operators see it.</summary>
/// <param name="Handle">Its public name.</param>
/// <param name="Name">Whose it is.</param>
public sealed record SessionRecord(string Handle, string Name)
{
    /// <summary>The provider by which the person signed in; null for a user of the store.</summary>
    public string? Provider { get; init; }

    /// <summary>By what it was proven who it is.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>When it began.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was used last; some gateways tell of it a little later.</summary>
    public DateTimeOffset LastUsed { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset Ends { get; init; }

    /// <summary>Whether the browser keeps it when it is closed.</summary>
    public bool Remember { get; init; }

    /// <summary>The address from which it began.</summary>
    public string Client { get; init; } = "";

    /// <summary>What the browser called itself; null when it did not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The handle of the session at the sign-in host by which it began at another one; null when it began by itself.</summary>
    internal string? Origin { get; init; }

    /// <summary>The handle that it shares with all that go back to the same sign-in.</summary>
    internal string SignInHandle => Origin ?? Handle;
}
