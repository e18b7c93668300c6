namespace Countersign.Tokens.Rules;

/// <summary>An issuer that is asked about its tokens.</summary>
/// <param name="Name">Its identifier: what <c>iss</c> has to be where it says one.</param>
/// <param name="Introspection">Who asks it.</param>
/// <param name="Rules">What its tokens have to be like; algorithms and types mean nothing here.</param>
public sealed record OpaqueIssuer(string Name, ITokenIntrospection Introspection, TokenRules Rules)
{
    /// <summary>Which of its claims say who a subject is.</summary>
    public SubjectClaimNames Subjects { get; init; } = new();

    /// <summary>How long its yes is relied on before it is asked again, at most: for so long a token may count that it called back. Never beyond <c>exp</c> (RFC 7662 §4).</summary>
    public TimeSpan KeepActive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long its no is relied on.</summary>
    public TimeSpan KeepInactive { get; init; } = TimeSpan.FromSeconds(10);
}
