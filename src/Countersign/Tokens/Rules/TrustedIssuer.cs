using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Rules;

/// <summary>An issuer whose tokens count here. It comes from the configuration alone; nothing that a token names is ever trusted or fetched.</summary>
/// <param name="Name">Its identifier: what <c>iss</c> has to be, character for character.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Rules">What its tokens have to be like.</param>
public sealed record TrustedIssuer(string Name, IIssuerKeys Keys, TokenRules Rules)
{
    /// <summary>Which of its claims say who a subject is.</summary>
    public SubjectClaimNames Subjects { get; init; } = new();
}
