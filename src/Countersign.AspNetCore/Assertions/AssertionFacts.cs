using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Assertions;

/// <summary>Everything in which two assertions can differ, but for their time: alike facts give the same assertion.</summary>
/// <param name="Subject">Whom it is about, of whose claims the issuer alone is told.</param>
/// <param name="Scheme">The id of the scheme.</param>
/// <param name="Audience">Whom it is for.</param>
internal readonly record struct AssertionFacts(Subject Subject, string Scheme, string Audience)
{
    public bool Equals(AssertionFacts other) =>
        Audience == other.Audience && Scheme == other.Scheme && (ReferenceEquals(Subject, other.Subject) || AreAlike(Subject, other.Subject));

    public override int GetHashCode() => HashCode.Combine(Subject.Name, Subject.Claims?.Issuer, Scheme, Audience);

    private static bool AreAlike(Subject one, Subject other) =>
        one.Name == other.Name && one.Kind == other.Kind && one.Email == other.Email && one.Claims?.Issuer == other.Claims?.Issuer
        && AreAlike(one.Groups, other.Groups) && AreAlike(one.Scopes, other.Scopes) && AreAlike(one.Roles, other.Roles);

    private static bool AreAlike(ImmutableArray<string> one, ImmutableArray<string> other) => one == other || one.AsSpan().SequenceEqual(other.AsSpan());
}
