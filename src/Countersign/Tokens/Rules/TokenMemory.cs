using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Countersign.Tokens.Rules;

/// <summary>
/// Remembers what an issuer said of tokens, each word for a while. It depends on the token, the issuer and who asks: the last two are one for each of
/// these memories, so the token alone is the key. Any number of threads may use it at once.
/// </summary>
/// <param name="capacity">How many words of usual size are remembered.</param>
public sealed class TokenMemory<T>(int capacity = 10_000)
{
    // In octets; a longer word takes the room of several.
    private const int UsualLength = 4096;

    private readonly ConcurrentDictionary<TokenHash, Word> _words = new();
    private readonly Lock _making = new();
    private int _taken;

    /// <summary>How many words are remembered, those that ended among them.</summary>
    public int Count => _words.Count;

    /// <summary>What is remembered at a time.</summary>
    public bool TryFind(in TokenHash token, DateTimeOffset now, [MaybeNullWhen(false)] out T said)
    {
        // A clock that was set back makes no word last longer.
        var isKnown = _words.TryGetValue(token, out var word) && now >= word.From && now < word.Until;
        said = isKnown ? word.Said : default;
        return isKnown;
    }

    /// <summary>Remembers a word in the place of a former one.</summary>
    /// <param name="token">The token.</param>
    /// <param name="said">The word.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">How long it counts.</param>
    /// <param name="length">How long it is, in octets, where that differs much.</param>
    public void Remember(in TokenHash token, T said, DateTimeOffset now, DateTimeOffset until, int length = 0)
    {
        if (until <= now)
            return;
        var word = new Word(said, now, until, 1 + (length / UsualLength));
        lock (_making)
        {
            if (_taken + word.Size > capacity)
                MakeRoom(now);
            if (_words.TryGetValue(token, out var former))
                _taken -= former.Size;
            _words[token] = word;
            _taken += word.Size;
        }
    }

    /// <summary>Drops what has ended and, if that is not enough, an eighth of the rest: a forgotten word costs one more question and nothing else.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (token, word) in _words)
        {
            if (word.Until <= now)
                Drop(token);
        }

        foreach (var (token, _) in _words)
        {
            if (_taken <= capacity - (capacity / 8))
                return;
            Drop(token);
        }
    }

    private void Drop(in TokenHash token)
    {
        if (_words.TryRemove(token, out var word))
            _taken -= word.Size;
    }

    private readonly record struct Word(T Said, DateTimeOffset From, DateTimeOffset Until, int Size);
}
