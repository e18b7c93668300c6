using System.Globalization;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

/// <summary>What time it was when a request was judged.</summary>
/// <param name="Time">The time.</param>
/// <param name="IsServers">Whether the server said it (RFC 9110 §6.6.1); else it is that of who recorded.</param>
/// <param name="Shown">Where it stands.</param>
internal sealed record ServerClock(DateTimeOffset Time, bool IsServers, Evidence[] Shown)
{
    /// <summary>What to call it in a sentence.</summary>
    public string Name => IsServers ? "the server's Date" : "the time of the recording";

    /// <summary>In seconds since 1970.</summary>
    public decimal Seconds => NumericDate.Of(Time).Seconds;

    /// <summary>The clock of the server, else of who recorded; null where neither tells.</summary>
    public static ServerClock? Of(Exchange exchange)
    {
        if (OfServer(exchange) is { } time)
            return new(time, IsServers: true, [Seen.Response(exchange, "Date")]);
        return exchange.StartedAt is { } started && exchange.Response is not null ? new(started + (exchange.Duration ?? TimeSpan.Zero), IsServers: false, []) : null;
    }

    /// <summary>The Date of an answer; of one out of a cache, what it is by now (RFC 9111 §5.1).</summary>
    public static DateTimeOffset? OfServer(Exchange exchange)
    {
        if (exchange.Response is not { } response || HttpDate.Read(response.Fields.First("Date")) is not { Year: < 9000 } date)
            return null;
        return int.TryParse(response.Fields.First("Age"), NumberStyles.None, CultureInfo.InvariantCulture, out var age) ? date.AddSeconds(age) : date;
    }
}
