using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>What becomes of refresh tokens when they are used.</summary>
/// <param name="Name">By what it is asked for.</param>
/// <param name="Story">What it is, and which section says so.</param>
internal sealed record RefreshManner(string Name, string Story)
{
    /// <summary>Each serves once; one that comes again ends the grant.</summary>
    public static RefreshManner Rotate { get; } = new("rotate", "Each refresh token serves once and brings the next. One that comes a second time was stolen by somebody: all that came of it counts no more (RFC 9700 §4.14.2).");

    /// <summary>The same one serves on.</summary>
    public static RefreshManner Keep { get; } = new("keep", "The answer has no refresh token: the client keeps the one that it has (RFC 6749 §6).");

    /// <summary>Used ones serve on beside the new.</summary>
    public static RefreshManner Lenient { get; } = new("lenient", "Each use brings a new refresh token, and those of before count as well: theft is not noticed (RFC 9700 §4.14.2).");

    /// <summary>Used ones serve for some seconds more.</summary>
    public static RefreshManner Grace { get; } = new("grace", "A used refresh token counts for ten seconds more, for clients that lost the answer or ask twice at once; after that it ends the grant.");

    /// <summary>None is ever taken.</summary>
    public static RefreshManner Refuse { get; } = new("refuse", "Every use is answered with 400 invalid_grant (RFC 6749 §5.2): the person has to sign in again.");

    /// <summary>Answers take long.</summary>
    public static RefreshManner Slow { get; } = new("slow", "The answer takes three seconds; requests that need the token have to wait for it, and not ask for one of their own.");

    /// <summary>Of several at once the last one counts.</summary>
    public static RefreshManner Race { get; } = new("race", "The answer takes half a second. Of several uses at once each gets tokens, and only those of the last one count: clients that let each request refresh for itself lose.");

    /// <summary>The server is overloaded once.</summary>
    public static RefreshManner Unavailable { get; } = new("unavailable", "Every other use is answered with 503 and Retry-After (RFC 9110 §15.6.4); the refresh token still counts.");

    /// <summary>What comes is no good.</summary>
    public static RefreshManner Stale { get; } = new("stale", "The new access token has expired already: clients that refresh at each 401 turn in a circle.");

    /// <summary>All of them.</summary>
    public static ImmutableArray<RefreshManner> All { get; } = [Rotate, Keep, Lenient, Grace, Refuse, Slow, Race, Unavailable, Stale];

    /// <summary>The one of a name; null for none.</summary>
    public static RefreshManner? Find(string name) => All.FirstOrDefault(manner => manner.Name == name);
}
