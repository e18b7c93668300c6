using System.Collections.Immutable;

namespace Countersign.Inspector.Probes;

/// <summary>How much may be asked.</summary>
internal sealed record ProbeOptions
{
    /// <summary>How many wrong passwords are tried with the name of one user: more would lock people out.</summary>
    public const int MostWrongPasswords = 3;

    /// <summary>The origin of the scripts that are asked for where nobody names one: it is nobody's (RFC 6761 §6.4).</summary>
    public const string NobodysOrigin = "https://countersign.invalid";

    /// <summary>Methods besides GET, HEAD and OPTIONS, which may change something.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>The origin of a page whose scripts are meant to ask; null where nobody named one.</summary>
    public string? Origin { get; init; }

    /// <summary>How many requests are sent at most.</summary>
    public int MaxRequests { get; init; } = 24;

    /// <summary>How long it waits between two.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest Retry-After that is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether other writings of the path are tried.</summary>
    public bool Variants { get; init; }

    /// <summary>A user that there is, to compare with one that there is not; null to leave it.</summary>
    public string? KnownUser { get; init; }
}
