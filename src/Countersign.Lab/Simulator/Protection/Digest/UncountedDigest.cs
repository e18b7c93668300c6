using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>
/// Digest as RFC 2069 had it: without qop, and so without a count and a nonce of the client. RFC 7616 dropped it and the core does not take it; old
/// clients and old cameras still speak it.
/// </summary>
/// <param name="modern">The scheme whose challenges these are.</param>
/// <param name="options">What is offered.</param>
/// <param name="user">The one user.</param>
/// <param name="nonces">Knows nonces and how often they served.</param>
internal sealed class UncountedDigest(DigestScheme modern, DigestOptions options, OneUser user, NonceUses nonces) : IAuthScheme
{
    private static readonly string[] Needed = ["username", "realm", "nonce", "uri", "response"];

    public string Name => modern.Name;

    public string Id => modern.Id;

    public bool OpensDialog => true;

    public bool NeedsTls => modern.NeedsTls;

    public bool IsPresented(Credentials? authorization, RequestFacts request) => modern.IsPresented(authorization, request);

    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) =>
        modern.ChallengesFor(request, policy, reason).Select(challenge => challenge with { Params = challenge.Params.RemoveAll(each => each.Name is "qop" or "charset" or "userhash") });

    public async ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (authorization is null || !Array.TrueForAll(Needed, name => authorization.Find(name) is not null))
            return Verdict.Refuse(Refusal.DigestMalformed, "One of username, realm, nonce, uri and response is missing.");
        if (authorization.Find("qop") is not null)
            return Verdict.Refuse(Refusal.DigestQopNotOffered, "A qop came, and none was offered: without it the digest has neither nc nor cnonce (RFC 2069).");
        var (name, uri, nonce) = (authorization.Find("username")!, authorization.Find("uri")!, authorization.Find("nonce")!);
        if (uri != request.Target)
            return Verdict.Refuse(Refusal.DigestUriMismatch, "The uri is not the target of the request.", name);
        if (AsText(authorization.Find("realm")!) != options.Realm)
            return Verdict.Refuse(Refusal.DigestRealmMismatch, $"The realm is not \"{options.Realm}\".", name);
        if (options.Algorithms.FirstOrDefault(each => each.Name.Equals(authorization.Find("algorithm") ?? "MD5", StringComparison.OrdinalIgnoreCase)) is not { } algorithm)
            return Verdict.Refuse(Refusal.DigestAlgorithmNotOffered, $"Offered: {string.Join(", ", options.Algorithms)}.", name);
        if ((user.Find(name, options.Realm, algorithm.HashName) ?? user.Find(AsText(name), options.Realm, algorithm.HashName)) is not { } secret)
            return Verdict.Refuse(Refusal.DigestUnknownUser, claimedName: name);

        // RFC 2069 §2.1.2
        var expected = Hash(algorithm, $"{secret.HashedSecret}:{nonce}:{Hash(algorithm, $"{request.Method}:{uri}")}");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(authorization.Find("response")!)))
            return Verdict.Refuse(Refusal.DigestResponseWrong, "The digest is compared with that of RFC 2069, which has neither nc nor cnonce.", name);
        var read = options.Opaque is null || authorization.Find("opaque") is not { } opaque || opaque == options.Opaque ? nonces.Read(nonce, options.Realm) : default;
        if (read.State != DigestNonceState.Alive || await nonces.TryUseAsync(nonce, 1, read.Expires, cancel) != ReplayOutcome.Fresh)
            return Verdict.Refuse(Refusal.DigestNonceStale, "The digest is right; the nonce has ended or is not of this start.", name);
        return Verdict.Accept(secret.Subject);
    }

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        var hash = new DigestContentHash(algorithm);
        hash.Append(Encoding.UTF8.GetBytes(text));
        return Encoding.ASCII.GetString(hash.Finish());
    }

    // Fields are read octet by octet.
    private static string AsText(string octets) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(octets));
}
