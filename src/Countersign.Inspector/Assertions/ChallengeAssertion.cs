using Countersign.Inspector.Exchanges;
using Countersign.Wire;

namespace Countersign.Inspector.Assertions;

/// <summary>A challenge that an answer has, to assert more of it.</summary>
public sealed class ChallengeAssertion
{
    private readonly Exchange _exchange;

    internal ChallengeAssertion(Exchange exchange, Challenge challenge) => (_exchange, Challenge) = (exchange, challenge);

    /// <summary>The challenge.</summary>
    public Challenge Challenge { get; }

    /// <summary>Asserts its realm (RFC 9110 §11.5). Realms compare case-sensitively.</summary>
    /// <param name="realm">The realm.</param>
    /// <exception cref="ResponseAssertionException">It has another, or none.</exception>
    public ChallengeAssertion WithRealm(string realm) => With("realm", realm);

    /// <summary>Asserts the error of a Bearer or DPoP challenge (RFC 6750 §3.1, RFC 9449 §7.1).</summary>
    /// <param name="error">The code, such as <c>invalid_token</c>.</param>
    /// <exception cref="ResponseAssertionException">It has another, or none.</exception>
    public ChallengeAssertion WithError(string error) => With("error", error);

    /// <summary>Asserts that it has no error, as where no credentials were sent (RFC 6750 §3.1).</summary>
    /// <exception cref="ResponseAssertionException">It has one.</exception>
    public ChallengeAssertion WithoutError() => Without("error");

    /// <summary>Asserts a parameter.</summary>
    /// <param name="name">Its name; names compare case-insensitively.</param>
    /// <param name="value">Its value, without quotes and escapes.</param>
    /// <exception cref="ResponseAssertionException">It has another value, or none.</exception>
    public ChallengeAssertion With(string name, string value) =>
        Challenge.Find(name) == value ? this : throw AnswerWords.Failed(_exchange, $"{Challenge.Scheme} with {name}=\"{value}\"");

    /// <summary>Asserts that a parameter is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ResponseAssertionException">It is.</exception>
    public ChallengeAssertion Without(string name) =>
        Challenge.Find(name) is null ? this : throw AnswerWords.Failed(_exchange, $"{Challenge.Scheme} without {name}");
}
