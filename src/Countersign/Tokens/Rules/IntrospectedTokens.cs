using System.Collections.Concurrent;

namespace Countersign.Tokens.Rules;

/// <summary>
/// Remembers an issuer's words for a while. They depend on the token, the issuer and who asks: the last two are one for each of these memories, so the
/// token alone is the key.
/// </summary>
/// <param name="capacity">How many words are remembered.</param>
internal sealed class IntrospectedTokens(int capacity = IntrospectedTokens.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;

    private readonly ConcurrentDictionary<TokenHash, Word> _words = new();
    private readonly Lock _making = new();

    public int Count => _words.Count;

    /// <summary>What is remembered at a time: the token, or null for a no.</summary>
    public bool TryFind(in TokenHash hash, DateTimeOffset now, out IntrospectedToken? token)
    {
        var isKnown = _words.TryGetValue(hash, out var word) && now < word.Until;
        token = isKnown ? word.Token : null;
        return isKnown;
    }

    public void Remember(in TokenHash hash, IntrospectedToken? token, DateTimeOffset now, DateTimeOffset until)
    {
        lock (_making)
        {
            if (_words.Count >= capacity)
                MakeRoom(now);
            _words[hash] = new(token, until);
        }
    }

    /// <summary>Drops what has ended and, if that is not enough, an eighth of the rest: a forgotten word costs one more question and nothing else.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (hash, word) in _words)
        {
            if (word.Until <= now)
                _words.TryRemove(hash, out _);
        }

        foreach (var (hash, _) in _words)
        {
            if (_words.Count <= capacity - (capacity / 8))
                return;
            _words.TryRemove(hash, out _);
        }
    }

    private readonly record struct Word(IntrospectedToken? Token, DateTimeOffset Until);
}
