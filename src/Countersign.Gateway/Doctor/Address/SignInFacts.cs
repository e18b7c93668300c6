using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Cookies;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>What came of really signing in.</summary>
internal sealed record SignInFacts
{
    /// <summary>Why nobody tried; null when somebody did.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The answer to name and password.</summary>
    public Exchange? Submitted { get; init; }

    /// <summary>The cookies that came with it and behind it.</summary>
    public ImmutableArray<CookieTaken> Cookies { get; init; } = [];

    /// <summary>The way on from there.</summary>
    public ImmutableArray<Exchange> WayOn { get; init; } = [];

    /// <summary>Whether a browser would have sent a session to the address.</summary>
    public bool HasSession { get; init; }

    /// <summary>The answer to signing out.</summary>
    public Exchange? SignedOut { get; init; }

    /// <summary>A script's request behind that, with the cookies of before.</summary>
    public Exchange? Afterwards { get; init; }

    /// <summary>Whether name and password were taken and a session was begun.</summary>
    public bool IsSignedIn => Submitted is { IsRedirect: true };
}
