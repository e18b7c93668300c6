using System.Collections.Concurrent;
using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens;

namespace Countersign.AspNetCore.Assertions;

/// <summary>
/// Signs assertions. A signature costs more than all else that a request does here, so an assertion is given again until a third of its life is over:
/// it counts for two thirds at least when it reaches the upstream. Who may enter was decided before, for each request.
/// </summary>
internal sealed class AssertionWriter(AssertionOptions options, AssertionKeys keys, TimeProvider time, int capacity = AssertionWriter.DefaultCapacity)
{
    public const int DefaultCapacity = 4096;

    /// <summary>The <c>typ</c>: no other kind of token can pass for an assertion, nor an assertion for another kind (RFC 8725 §3.11).</summary>
    public const string Type = "countersign+jwt";

    private readonly ConcurrentDictionary<AssertionFacts, Written> _written = new();
    private readonly TimeSpan _reuse = options.Lifetime / 3;

    /// <summary>How many are remembered.</summary>
    public int Count => _written.Count;

    /// <summary>The assertion for an admitted request.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="scheme">The id of the scheme that recognised the subject.</param>
    /// <param name="audience">The upstream's name for itself.</param>
    public string For(Subject subject, string scheme, string audience)
    {
        var facts = new AssertionFacts(subject, scheme, audience);
        var now = time.GetUtcNow();
        return _written.TryGetValue(facts, out var written) && written.IsFresh(now, _reuse) ? written.Text : Write(facts, now);
    }

    private string Write(in AssertionFacts facts, DateTimeOffset now)
    {
        var claims = AssertionClaims.Write(options.Issuer, facts.Subject, facts.Scheme, facts.Audience, now, options.Lifetime);
        var written = new Written(JwsWriter.Write(keys.Current, claims, Type), now);
        if (_written.Count >= capacity)
            MakeRoom(now);
        _written[facts with { Subject = WithoutToken(facts.Subject) }] = written;
        return written.Text;
    }

    /// <summary>Drops what is used up and, if that is not enough, an eighth of the rest: a forgotten assertion costs one more signature and nothing else.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (facts, written) in _written)
        {
            if (!written.IsFresh(now, _reuse))
                _written.TryRemove(facts, out _);
        }

        var surplus = _written.Count - (capacity - (capacity / 8));
        foreach (var (facts, _) in _written)
        {
            if (surplus-- <= 0)
                return;
            _written.TryRemove(facts, out _);
        }
    }

    // A remembered subject must not keep the token in memory from which it was made.
    private static Subject WithoutToken(Subject subject) => subject.Claims is { } claims ? subject with { Claims = new IssuerAlone(claims.Issuer) } : subject;

    private sealed record Written(string Text, DateTimeOffset At)
    {
        /// <summary>A clock that was set back makes none fresh again: an assertion from the future is none.</summary>
        public bool IsFresh(DateTimeOffset now, TimeSpan reuse) => now >= At && now < At + reuse;
    }

    private sealed class IssuerAlone(string issuer) : ISubjectClaims
    {
        public string Issuer => issuer;

        public DateTimeOffset? Ends => null;

        public ImmutableArray<string> Values(string name) => [];
    }
}
