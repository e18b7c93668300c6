using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>The challenge of one algorithm, written once around the place of the nonce, which alone differs from answer to answer.</summary>
internal sealed class DigestChallenge
{
    // Stands for the nonce while the challenge is written.
    private const string Hole = "?";

    private readonly ImmutableArray<AuthParam> _params;
    private readonly int _nonceAt;
    private readonly string _head;
    private readonly string _tail;

    /// <summary>Prepares the challenge of an algorithm, for a reason that may add parameters (<c>stale=true</c>).</summary>
    public DigestChallenge(DigestOptions options, DigestAlgorithm algorithm, Refusal? reason)
    {
        var parameters = ImmutableArray.CreateBuilder<AuthParam>();
        parameters.Add(new("realm", options.Realm));
        if (!options.Domain.IsDefaultOrEmpty)
            parameters.Add(new("domain", string.Join(' ', options.Domain)));
        _nonceAt = parameters.Count;
        parameters.Add(new("nonce", Hole));
        if (options.Opaque is not null)
            parameters.Add(new("opaque", options.Opaque));
        if (reason is { } refusal)
            parameters.AddRange(refusal.Row().ChallengeParams);

        // Quoted or not as RFC 7616 §3.3 has it: old clients stumble over the other form.
        parameters.Add(new("algorithm", algorithm.Name, Quoted: false));
        parameters.Add(new("qop", string.Join(", ", options.Qop)));
        parameters.Add(new("charset", "UTF-8", Quoted: false));
        if (options.Userhash)
            parameters.Add(new("userhash", "true", Quoted: false));
        _params = parameters.ToImmutable();

        var line = new Challenge(DigestScheme.SchemeName) { Params = _params }.ToString();

        // No other value can look like this: quotes within values are escaped.
        const string Place = $"nonce=\"{Hole}\"";
        var hole = line.IndexOf(Place, StringComparison.Ordinal) + Place.IndexOf(Hole, StringComparison.Ordinal);
        (_head, _tail) = (line[..hole], line[(hole + Hole.Length)..]);
    }

    /// <summary>The challenge with a nonce of ours, which needs no escaping.</summary>
    public Challenge With(string nonce) =>
        new(DigestScheme.SchemeName, _params.SetItem(_nonceAt, new("nonce", nonce)), string.Concat(_head, nonce, _tail));
}
