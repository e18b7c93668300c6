using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Countersign.Tokens.Rules;

/// <summary>
/// Remembers what an issuer said of tokens, each word for a while. It depends on the token, the issuer and who asks: the last two are one for each of
/// these memories, so the token alone is the key. Any number of threads may use it at once.
/// </summary>
/// <param name="capacity">How many words are remembered.</param>
public sealed class TokenMemory<T>(int capacity = 10_000)
{
    private readonly ConcurrentDictionary<TokenHash, Word> _words = new();
    private readonly Lock _making = new();

    /// <summary>How many words are remembered, those that ended among them.</summary>
    public int Count => _words.Count;

    /// <summary>What is remembered at a time.</summary>
    public bool TryFind(in TokenHash token, DateTimeOffset now, [MaybeNullWhen(false)] out T said)
    {
        var isKnown = _words.TryGetValue(token, out var word) && now < word.Until;
        said = isKnown ? word.Said : default;
        return isKnown;
    }

    /// <summary>Remembers a word in the place of a former one.</summary>
    public void Remember(in TokenHash token, T said, DateTimeOffset now, DateTimeOffset until)
    {
        lock (_making)
        {
            if (_words.Count >= capacity)
                MakeRoom(now);
            _words[token] = new(said, until);
        }
    }

    /// <summary>Drops what has ended and, if that is not enough, an eighth of the rest: a forgotten word costs one more question and nothing else.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (token, word) in _words)
        {
            if (word.Until <= now)
                _words.TryRemove(token, out _);
        }

        foreach (var (token, _) in _words)
        {
            if (_words.Count <= capacity - (capacity / 8))
                return;
            _words.TryRemove(token, out _);
        }
    }

    private readonly record struct Word(T Said, DateTimeOffset Until);
}
