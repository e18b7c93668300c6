using System.Buffers;

namespace Countersign.Client.Proofs;

/// <summary>
/// The newest nonce of a server (RFC 9449 §8.2). Answers to requests that ran side by side come in any order: one that brings a nonce which was replaced
/// already does not bring it back, unless the server refuses the very one that replaced it.
/// </summary>
internal sealed class NewestNonce
{
    private const int MaxLength = 2048;
    private const int Remembered = 8;

    // NQCHAR (RFC 6749 appendix A).
    private static readonly SearchValues<char> Allowed = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(each => (char)each).Where(each => each is not ('"' or '\\'))]);

    private readonly Lock _gate = new();
    private readonly string?[] _replaced = new string?[Remembered];
    private string? _current;
    private int _count;

    /// <summary>The nonce for the next proof; null while the server gave none.</summary>
    public string? Current => Volatile.Read(ref _current);

    /// <summary>Whether a proof can carry it.</summary>
    public static bool IsNonce(string text) => text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Takes a nonce.</summary>
    /// <param name="nonce">The one that an answer brought.</param>
    /// <param name="used">The one that was sent; null for none.</param>
    public void Take(string nonce, string? used)
    {
        // Nearly always the answer brings the one at hand.
        if (nonce == Current)
            return;
        lock (_gate)
        {
            if (nonce == _current || (used != _current && (nonce == used || _replaced.Contains(nonce))))
                return;
            if (_current is not null)
                _replaced[_count++ % Remembered] = _current;
            Volatile.Write(ref _current, nonce);
        }
    }
}
