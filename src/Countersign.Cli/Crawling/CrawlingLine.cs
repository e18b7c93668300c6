using System.Globalization;
using Countersign.Inspector.Crawl.Sites;

namespace Countersign.Cli.Crawling;

/// <summary>Says on a terminal how far a crawl is, some times a second, in a line that goes away; nothing elsewhere.</summary>
/// <param name="clock">The clock.</param>
internal sealed class CrawlingLine(TimeProvider clock) : IProgress<CrawlProgress>
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly bool _isSeen = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";
    private readonly Lock _lock = new();
    private long _last;
    private int _length;

    public void Report(CrawlProgress value)
    {
        if (!_isSeen)
            return;
        lock (_lock)
        {
            if (_last != 0 && clock.GetElapsedTime(_last) < Every)
                return;
            _last = clock.GetTimestamp();
            var line = string.Create(CultureInfo.InvariantCulture, $"{value.Pages} pages, {value.Requests} requests, {value.Waiting} addresses to go, {value.Refused} refused ...");
            Console.Error.Write($"\r{line.PadRight(_length)}");
            _length = line.Length;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            if (_length > 0)
                Console.Error.Write($"\r{new string(' ', _length)}\r");
            _length = 0;
        }
    }
}
