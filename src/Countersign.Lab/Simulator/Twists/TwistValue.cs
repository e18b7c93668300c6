using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>A value that a twist may have.</summary>
/// <param name="Value">The value.</param>
/// <param name="Story">What it does, and which section says what would be right.</param>
/// <param name="Provokes">The ids of the checks that find it.</param>
internal sealed record TwistValue(string Value, string Story, params ImmutableArray<string> Provokes)
{
    /// <summary>The address that shows it, without the twist.</summary>
    public string At { get; init; } = "/sim/401/basic";

    /// <summary>The method that shows it.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The credentials that are sent to see it; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>Further fields of the request that shows it.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>What is asked for before that: mostly the token that goes along.</summary>
    public ImmutableArray<SimulatedCall> Before { get; init; } = [];

    /// <summary>Whether a proof goes along (RFC 9449).</summary>
    public bool Proves { get; init; }

    /// <summary>Whether a request without credentials goes before: some things are seen in the difference alone.</summary>
    public bool AskedFirst { get; init; }

    /// <summary>How often it is asked for to be seen.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How often it is asked for after that with answers to its challenges.</summary>
    public int Answers { get; init; }

    /// <summary>The password of these.</summary>
    public string Password { get; init; } = "secret";

    /// <summary>The content of the request; null for none.</summary>
    public string? Content { get; init; }

    /// <summary>The name by which the server is asked, with its port; null for its address.</summary>
    public string? Host { get; init; }

    /// <summary>What is asked for after all that.</summary>
    public ImmutableArray<SimulatedCall> Then { get; init; } = [];
}
