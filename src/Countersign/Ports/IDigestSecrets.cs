using Countersign.Decisions;

namespace Countersign.Ports;

/// <summary>A user's Digest secret.</summary>
/// <param name="Subject">Who it is.</param>
/// <param name="HashedSecret">H(user:realm:password) in lower-case hex, for one algorithm.</param>
public readonly record struct DigestSecret(Subject Subject, string HashedSecret);

/// <summary>Knows H(user:realm:password) an algorithm (RFC 7616 §3.4.2), never the password.</summary>
public interface IDigestSecrets
{
    /// <summary>Whether the secrets can be read at all; while not, nobody gets in (the route is closed, not open).</summary>
    bool IsAvailable => true;

    /// <summary>The secret of a user, or null. <paramref name="algorithm"/> is without <c>-sess</c>: MD5, SHA-256 or SHA-512-256.</summary>
    DigestSecret? Find(string user, string realm, string algorithm);

    /// <summary>The secret of the user whose H(user:realm) is given (RFC 7616 §3.4.4), or null.</summary>
    DigestSecret? FindByUserhash(string userhash, string realm, string algorithm);

    /// <summary>Evidence for the operator on a name that was not found, such as that only the letter case differs; null when there is none.</summary>
    string? Hint(string user, string realm) => null;
}
