namespace Countersign.Inspector.Logs.Reading;

/// <summary>HAProxy's <c>option httplog</c>, with or without what syslog puts before it. Its times have no zone.</summary>
internal sealed class HaproxyReader : LogReader
{
    private readonly LogClock _clock = new();

    public override string Name => "haproxy";

    public override LogFields Has => LogFields.Client | LogFields.Node | LogFields.Target | LogFields.Admitted;

    public override bool TryRead(ReadOnlySpan<byte> line, out LogLine read, out int column)
    {
        read = default;
        column = 1;

        // client:port [time] frontend backend/server timers status octets ... "request"
        var bracket = TimeAt(line);
        if (bracket < 0)
            return false;
        var before = line[..bracket];
        var client = before[(before.LastIndexOf((byte)' ') + 1)..];
        var port = client.LastIndexOf((byte)':');
        if (port <= 0)
            return false;
        read.Client = client[..port];
        var at = bracket + 2;
        column = at + 1;
        var close = line[at..].IndexOf((byte)']');
        if (close < 0 || !_clock.TryRead(line.Slice(at, close), out read.Time))
            return false;
        at += close + 2;
        for (var field = 0; field < 4; field++)
        {
            column = Math.Min(at, line.Length) + 1;
            if (at >= line.Length)
                return false;
            var rest = line[at..];
            var space = rest.IndexOf((byte)' ');
            if (space < 0)
                return false;
            var value = rest[..space];
            var slash = value.LastIndexOf((byte)'/');
            if (field is 1 && slash < 0)
                return false;

            // <NOSRV>: none was asked, the answer is HAProxy's own.
            if (field == 1 && value[(slash + 1)..] is not [] and not [(byte)'<', ..])
                read.Node = value;
            if (field == 3 && !FieldValues.Take(LogField.Status, value, _clock, ref read))
                return false;
            at += space + 1;
        }

        column = at + 1;
        var quote = line[at..].IndexOf(" \""u8);
        if (quote < 0)
            return false;
        var request = line[(at + quote + 2)..];
        var end = request.LastIndexOf((byte)'"');
        return FieldValues.Take(LogField.Request, end < 0 ? request : request[..end], _clock, ref read);
    }

    // " [06/Feb/2009:12:14:14.655]"
    private static int TimeAt(ReadOnlySpan<byte> line)
    {
        var from = 0;
        while (line[from..].IndexOf(" ["u8) is >= 0 and var found)
        {
            var at = from + found;
            var time = line[(at + 2)..];
            if (time.Length > 24 && time[2] == '/' && time[6] == '/' && time[20] == '.')
                return at;
            from = at + 2;
        }

        return -1;
    }
}
