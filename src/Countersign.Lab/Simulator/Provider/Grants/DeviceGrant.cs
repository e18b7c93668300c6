using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A device that waits for somebody to agree elsewhere (RFC 8628).</summary>
/// <param name="wish">What tokens come of it.</param>
/// <param name="userCode">What the person types.</param>
/// <param name="ends">Until when it waits.</param>
internal sealed class DeviceGrant(TokenWish wish, string userCode, DateTimeOffset ends)
{
    /// <summary>How far apart its questions have to be at first, in seconds.</summary>
    public const int Interval = 1;

    private const int More = 5;

    private readonly Lock _asking = new();
    private DateTimeOffset? _askedAt;

    /// <summary>How far apart they have to be by now.</summary>
    public int Pause { get; private set; } = Interval;

    /// <summary>What tokens come of it.</summary>
    public TokenWish Wish => wish;

    /// <summary>What the person types.</summary>
    public string UserCode => userCode;

    /// <summary>Until when it waits.</summary>
    public DateTimeOffset Ends => ends;

    /// <summary>Who agreed; null for nobody yet.</summary>
    public string? AgreedBy { get; set; }

    /// <summary>Whether somebody refused.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether somebody said one or the other: the code that was typed is used up then.</summary>
    public bool IsAnswered => AgreedBy is not null || IsRefused;

    /// <summary>Whether a text is the code, however it is typed (RFC 8628 §6.1).</summary>
    public bool IsShown(string typed) => Letters(typed).Equals(Letters(userCode), StringComparison.OrdinalIgnoreCase);

    /// <summary>Notes a question; whether it came too soon after the last. Then all that follow have to be further apart (RFC 8628 §3.5).</summary>
    public bool IsTooSoon(DateTimeOffset now)
    {
        lock (_asking)
        {
            var isTooSoon = now - _askedAt < TimeSpan.FromSeconds(Pause);
            _askedAt = now;
            if (isTooSoon)
                Pause += More;
            return isTooSoon;
        }
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetter));
}
