using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Exercises.Doors;

/// <summary>The users of an exercise. Their passwords stand in its story: nothing here is worth hiding.</summary>
/// <param name="logins">Names and passwords.</param>
internal sealed class LabUsers(params ImmutableArray<(string Name, string Password)> logins) : IPasswordVault, IDigestSecrets
{
    public ValueTask<PasswordCheck> CheckAsync(string user, string password, RequestFacts request, CancellationToken cancel) => ValueTask.FromResult(Check(user, password));

    public DigestSecret? Find(string user, string realm, string algorithm)
    {
        foreach (var (name, password) in logins)
        {
            if (name == user)
                return new(new(name), DigestHash.Secret(DigestAlgorithm.Find(algorithm)!, user, realm, password));
        }

        return null;
    }

    public DigestSecret? FindByUserhash(string userhash, string realm, string algorithm) => null;

    private PasswordCheck Check(string user, string presented)
    {
        foreach (var (name, password) in logins)
        {
            if (name == user)
                return presented == password ? new(PasswordOutcome.Matches, new Subject(name)) : new(PasswordOutcome.WrongPassword);
        }

        return new(PasswordOutcome.UnknownUser);
    }
}
