using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>Who a request speaks for, once credentials were accepted.</summary>
/// <param name="Name">The canonical name: of a user, or the id of a key.</param>
public sealed record Subject(string Name)
{
    /// <summary>What kind of subject it is: <c>user</c>, <c>key</c> or <c>client</c> (a program that speaks for itself).</summary>
    public string Kind { get; init; } = "user";

    /// <summary>The groups it belongs to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The scopes it was granted.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The roles it was given.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>What an issuer says of it beyond that; null when none does.</summary>
    public ISubjectClaims? Claims { get; init; }

    /// <summary>The session by which it was recognised; null when it was by other credentials.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>The e-mail address; null when there is none, or when whoever names it says that it was not verified: rules rely on it.</summary>
    public string? Email { get; init; }
}
