using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;

namespace Countersign.Lab.Simulator.Sessions;

/// <summary>Sessions as the values of cookies: who, until when, and a seal over both. Nothing of them is kept.</summary>
/// <param name="seed">Where the key of the seal comes from.</param>
/// <param name="clock">The time.</param>
internal sealed class SimulatedSessions(Seed seed, TimeProvider clock)
{
    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly byte[] _key = seed.Octets("sessions");

    /// <summary>The value for a new session.</summary>
    public string Begin(string user, int number)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(user))}.{(clock.GetUtcNow() + Life).ToUnixTimeSeconds()}.{number}");
        return $"{body}.{Seal(body)}";
    }

    /// <summary>Whose session it is; null with the reason where it is none, or none any more.</summary>
    public string? Read(string value, out Refusal reason)
    {
        reason = Refusal.SessionUnreadable;
        if (value.LastIndexOf('.') is not (> 0 and var end) || value[..end].Split('.') is not [var user, var until, _])
            return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value[(end + 1)..]), Encoding.UTF8.GetBytes(Seal(value[..end]))))
            return null;
        reason = Refusal.SessionExpired;
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow() ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(user)) : null;
    }

    private string Seal(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(body)).AsSpan(0, 16));
}
