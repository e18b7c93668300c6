using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A device that waits for somebody to agree elsewhere (RFC 8628).</summary>
/// <param name="wish">What tokens come of it.</param>
/// <param name="userCode">What the person types.</param>
/// <param name="ends">Until when it waits.</param>
internal sealed class DeviceGrant(TokenWish wish, string userCode, DateTimeOffset ends)
{
    /// <summary>How far apart its questions have to be, in seconds.</summary>
    public const int Interval = 1;

    private DateTimeOffset? _askedAt;

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

    /// <summary>Notes a question; whether it came too soon after the last.</summary>
    public bool IsTooSoon(DateTimeOffset now)
    {
        var isTooSoon = now - _askedAt < TimeSpan.FromSeconds(Interval);
        _askedAt = now;
        return isTooSoon;
    }
}
