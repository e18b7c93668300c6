using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>The one user that an address knows, whose password stands in the address: nothing here is worth hiding.</summary>
/// <param name="name">The name.</param>
/// <param name="password">The password.</param>
internal sealed class OneUser(string name, string password) : IPasswordVault, IDigestSecrets
{
    private readonly Subject _subject = new(name);

    /// <summary>Whether the name of Basic credentials goes up to their last colon, and not to the first (RFC 7617 §2).</summary>
    public bool SplitsAtLastColon { get; init; }

    public ValueTask<PasswordCheck> CheckAsync(string user, string password1, RequestFacts request, CancellationToken cancel) => ValueTask.FromResult(Check(user, password1));

    public DigestSecret? Find(string user, string realm, string algorithm) =>
        user == name ? new(_subject, DigestHash.Secret(DigestAlgorithm.Find(algorithm)!, user, realm, password)) : null;

    public DigestSecret? FindByUserhash(string userhash, string realm, string algorithm) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(userhash), Encoding.ASCII.GetBytes(DigestHash.Userhash(DigestAlgorithm.Find(algorithm)!, name, realm))) ? Find(name, realm, algorithm) : null;

    private PasswordCheck Check(string user, string presented)
    {
        if (SplitsAtLastColon && presented.LastIndexOf(':') is >= 0 and var colon)
            (user, presented) = ($"{user}:{presented[..colon]}", presented[(colon + 1)..]);
        if (user != name)
            return new(PasswordOutcome.UnknownUser, Evidence: user.Equals(name, StringComparison.OrdinalIgnoreCase) ? "Only the letter case of the user name differs." : null);
        return presented == password ? new(PasswordOutcome.Matches, _subject) : new(PasswordOutcome.WrongPassword, Evidence: Difference(presented));
    }

    private string? Difference(string presented) =>
        presented.TrimEnd() == password ? "There is white space behind the password."
        : presented.Equals(password, StringComparison.OrdinalIgnoreCase) ? "Only the letter case of the password differs."
        : null;
}
