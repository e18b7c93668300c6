using Countersign.AspNetCore.Introspection;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.Issuers;

/// <summary>An issuer of tokens.</summary>
/// <param name="Name">Its identifier, as <c>iss</c> has it.</param>
public sealed record IssuerConfiguration(string Name)
{
    /// <summary>Where its metadata is; null to look for it by the name (OpenID Connect Discovery, RFC 8414).</summary>
    public Uri? Metadata { get; init; }

    /// <summary>Where its keys are; null to read that from the metadata.</summary>
    public Uri? JwksUri { get; init; }

    /// <summary>A file with its keys, absolute; null when they are published.</summary>
    public string? Keys { get; init; }

    /// <summary>A PEM file of authorities to trust when it is asked; null for the system's.</summary>
    public string? Authorities { get; init; }

    /// <summary>How to ask it about tokens; null for never.</summary>
    public IntrospectionConfiguration? Introspection { get; init; }

    /// <summary>What its tokens have to be like.</summary>
    public TokenRules Rules { get; init; } = new();

    /// <summary>Which of its claims say who a subject is.</summary>
    public SubjectClaimNames Subjects { get; init; } = new();
}
