using System.Collections.Immutable;

namespace Countersign.AspNetCore.SignIn;

/// <summary>One visit of the sign-in page, from the form to the session. The browser keeps it, sealed: nobody reads or changes it there.</summary>
/// <param name="Target">Where the browser goes on.</param>
/// <param name="Made">When its present step began.</param>
internal sealed record Attempt(ReturnTarget Target, DateTimeOffset Made)
{
    /// <summary>The host to which the session is to be given when that is not the one with the page; null when it is.</summary>
    public string? ForHost { get; init; }

    /// <summary>The hash of what the browser has at that host, so that the session is for no other one; null when it is here.</summary>
    public string? ForBrowser { get; init; }

    /// <summary>The user whose password was right, and who has yet to give a second factor; null before.</summary>
    public string? User { get; init; }

    /// <summary>A mark of the password that was right: with another one, or as another user of the name, nobody goes on. Null before.</summary>
    public string? Password { get; init; }

    /// <summary>By what the user was proven so far (RFC 8176).</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>Whether the browser is to keep the session when it is closed.</summary>
    public bool Remember { get; init; }

    /// <summary>How long its present step may take.</summary>
    public TimeSpan Patience => User is null ? TimeSpan.FromMinutes(10) : TimeSpan.FromMinutes(5);
}
