using System.Collections.Immutable;

namespace Countersign.Inspector.Fixes.Owner;

/// <summary>What the owner of a server changes; checks whose findings it mends name it, and for frameworks that can do it there is a snippet.</summary>
/// <param name="Name">Its name, and that of the folder of its snippets.</param>
/// <param name="Does">What it does, as an order.</param>
internal sealed record Remedy(string Name, string Does)
{
    public static Remedy Challenge { get; } = new("challenge", "Answer 401 with a challenge while credentials are missing");

    public static Remedy Basic { get; } = new("basic", "Name realm and charset in Basic challenges");

    public static Remedy Bearer { get; } = new("bearer", "Say in Bearer challenges what was wrong, and nothing where no token came");

    public static Remedy Scope { get; } = new("scope", "Answer 403 with insufficient_scope to tokens that are good and don't suffice");

    public static Remedy ResourceMetadata { get; } = new("resource-metadata", "Tell clients where tokens come from (RFC 9728)");

    public static Remedy NoLoginPage { get; } = new("no-login-page", "Show the page to sign in to people alone, and answer programs 401");

    public static Remedy NoStore { get; } = new("no-store", "Forbid to store refusals");

    public static Remedy Cors { get; } = new("cors", "Answer preflights before credentials are asked for, and let scripts read refusals");

    public static Remedy Cookie { get; } = new("cookie", "Set session cookies with Secure, HttpOnly and SameSite");

    public static Remedy Digest { get; } = new("digest", "Offer Digest by SHA-256");

    /// <summary>All of them.</summary>
    public static ImmutableArray<Remedy> All { get; } = [Challenge, Basic, Bearer, Scope, ResourceMetadata, NoLoginPage, NoStore, Cors, Cookie, Digest];
}
