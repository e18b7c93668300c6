using System.Collections.Immutable;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>The formats that have a name, and which of them some lines have.</summary>
internal static class LogFormats
{
    private const string Common = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent";
    private const string Combined = Common + " \"$http_referer\" \"$http_user_agent\"";

    // The more a format has, the earlier it is tried.
    private static readonly ImmutableArray<(string Name, Func<LogReader> Create)> Known =
    [
        ("json", static () => new JsonLineReader()),
        ("traefik", static () => Compiled("traefik", Combined + " $requests \"$router\" \"$upstream_addr\" ${duration}ms", takesMore: false)),
        ("combined", static () => Compiled("combined", Combined, takesMore: true)),
        ("vhost_combined", static () => Compiled("vhost_combined", "$host " + Combined, takesMore: true)),
        ("common", static () => Compiled("common", Common, takesMore: true)),
        ("vhost_common", static () => Compiled("vhost_common", "$host " + Common, takesMore: true)),
        ("envoy", static () => Compiled("envoy", "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% "
            + "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% \"%REQ(X-FORWARDED-FOR)%\" \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\" \"%REQ(:AUTHORITY)%\" \"%UPSTREAM_HOST%\"", takesMore: true)),
        ("haproxy", static () => new HaproxyReader()),
    ];

    public static IEnumerable<string> Names => Known.Select(format => format.Name);

    /// <summary>The reader of a known name or of a format as servers' configurations have it; null and why where it is neither.</summary>
    public static LogReader? Named(string text, out string? problem)
    {
        problem = null;
        foreach (var (name, create) in Known)
        {
            if (name == text)
                return create();
        }

        return LogFormatText.Compile("given", text, takesMore: false, out problem);
    }

    /// <summary>The format that most of some lines have; null where fewer than half have any.</summary>
    public static LogReader? Recognise(ReadOnlySpan<byte> sample)
    {
        LogReader? best = null;
        var most = 0;
        foreach (var (_, create) in Known)
        {
            var reader = create();
            var (lines, read) = Count(sample, reader);
            if (read <= most || read * 2 < lines)
                continue;
            (best, most) = (reader, read);
        }

        return best;
    }

    private static (int Lines, int Read) Count(ReadOnlySpan<byte> sample, LogReader reader)
    {
        const int Enough = 200;
        var (lines, read) = (0, 0);
        while (!sample.IsEmpty && lines < Enough)
        {
            var end = sample.IndexOf((byte)'\n');
            var line = end < 0 ? sample : sample[..end];
            sample = end < 0 ? default : sample[(end + 1)..];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (line.IsEmpty)
                continue;
            lines++;
            if (reader.TryRead(line, out _, out _))
                read++;
        }

        return (lines, read);
    }

    private static PatternReader Compiled(string name, string text, bool takesMore) =>
        LogFormatText.Compile(name, text, takesMore, out var problem) ?? throw new InvalidOperationException(problem);
}
