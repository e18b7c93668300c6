using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>Who a request speaks for, once credentials were accepted.</summary>
/// <param name="Name">The canonical name: of a user, or the id of a key.</param>
public sealed record Subject(string Name)
{
    /// <summary>What kind of subject it is: <c>user</c> or <c>key</c>.</summary>
    public string Kind { get; init; } = "user";

    /// <summary>The groups it belongs to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The scopes it was granted.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }
}
