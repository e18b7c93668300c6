using System.Buffers.Text;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>Reads the times of a log. Lines of the same minute follow each other, so that most are the last one and some seconds.</summary>
internal sealed class LogClock
{
    // dd/Mon/yyyy:HH:mm:
    private const int MinuteLength = 18;
    private readonly byte[] _minute = new byte[MinuteLength];
    private readonly byte[] _zone = new byte[6];
    private long _start;

    /// <summary>
    /// Reads <c>10/Oct/2000:13:55:36 -0700</c> (HAProxy's without a zone, which counts as UTC), ISO 8601, or seconds since 1970 with a fraction;
    /// milliseconds and finer where the number is too large for seconds.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> text, out long seconds)
    {
        if (text.Length >= 20 && text[2] == '/' && text[6] == '/')
            return TryReadCommon(text, out seconds);
        if (text.Length >= 19 && text[4] == '-' && text[7] == '-')
            return TryReadIso(text, out seconds);
        return TryReadEpoch(text, out seconds);
    }

    private bool TryReadCommon(ReadOnlySpan<byte> text, out long seconds)
    {
        var zone = text[20..];
        if (zone.Length == 6 && zone.SequenceEqual(_zone) && text[..MinuteLength].SequenceEqual(_minute) && TryDigits(text[18..20], out var second))
        {
            seconds = _start + second;
            return second <= 60;
        }

        seconds = 0;
        if (text[11] != ':' || text[14] != ':' || text[17] != ':' || MonthOf(text[3..6]) is not (> 0 and var month))
            return false;
        if (!TryDigits(text[..2], out var day) || !TryDigits(text[7..11], out var year) || !TryDigits(text[12..14], out var hour) || !TryDigits(text[15..17], out var minute)
            || !TryDigits(text[18..20], out second) || !TryStart(year, month, day, hour, minute, second, out var start))
        {
            return false;
        }

        if (zone.Length > 0 && zone[0] == '.')
            zone = default;
        if (!TryZone(zone, out var offset))
            return false;
        if (zone.Length == 6)
        {
            text[..MinuteLength].CopyTo(_minute);
            zone.CopyTo(_zone);
            _start = start - offset;
        }

        seconds = start - offset + second;
        return true;
    }

    private static bool TryReadIso(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':' || text[16] != ':')
            return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day) || !TryDigits(text[11..13], out var hour)
            || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second) || !TryStart(year, month, day, hour, minute, second, out var start))
        {
            return false;
        }

        var zone = text[19..];
        if (zone is [(byte)'.' or (byte)',', ..])
        {
            var digits = 1;
            while (digits < zone.Length && zone[digits] is >= (byte)'0' and <= (byte)'9')
                digits++;
            zone = zone[digits..];
        }

        if (!TryZone(zone, out var offset))
            return false;
        seconds = start - offset + second;
        return true;
    }

    private static bool TryReadEpoch(ReadOnlySpan<byte> text, out long seconds)
    {
        if (!Utf8Parser.TryParse(text, out double number, out var read) || read != text.Length || double.IsNaN(number) || number is < 0 or > 4e18)
        {
            seconds = 0;
            return false;
        }

        // Milli-, micro- or nanoseconds: as seconds they would lie after the year 5000.
        while (number > 1e11)
            number /= 1000;
        seconds = (long)number;
        return true;
    }

    private static bool TryStart(int year, int month, int day, int hour, int minute, int second, out long start)
    {
        start = 0;
        if (year is < 1970 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            return false;
        start = (new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        return true;
    }

    // +hhmm, +hh:mm, Z or nothing, behind a space or not.
    private static bool TryZone(ReadOnlySpan<byte> zone, out int seconds)
    {
        seconds = 0;
        if (zone is [(byte)' ', ..])
            zone = zone[1..];
        if (zone is [] or [(byte)'Z'] or [(byte)'z'])
            return true;
        if (zone[0] is not ((byte)'+' or (byte)'-') || zone.Length is not (5 or 6) || !TryDigits(zone[1..3], out var hours) || !TryDigits(zone[^2..], out var minutes))
            return false;
        seconds = ((hours * 3600) + (minutes * 60)) * (zone[0] == '-' ? -1 : 1);
        return hours < 24;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }

    private static int MonthOf(ReadOnlySpan<byte> name)
    {
        var at = "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(name);
        return at >= 0 && at % 3 == 0 ? (at / 3) + 1 : 0;
    }
}
