using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading.Curl;

/// <summary>Reads what <c>curl --trace</c> and <c>--trace-ascii</c> write, with times and ids or without.</summary>
internal sealed partial class CurlTraceReader
{
    private readonly ReadingProblems _problems = new();
    private readonly CurlConversation _conversation;
    private readonly TranscriptLines _lines;
    private readonly GivenToken? _given;

    private CurlTraceReader(string text, string? token)
    {
        _conversation = new(_problems);
        _given = _conversation.Give(token);
        _lines = new(text);
    }

    public static Recording Read(string text, string? token = null) => new CurlTraceReader(text, token).Run();

    /// <summary>Whether curl writes such a line.</summary>
    public static bool Begins(string line) => Heading().IsMatch(line);

    private Recording Run()
    {
        while (!_lines.IsAtEnd && !_conversation.IsFull)
        {
            var number = _lines.Number;
            var line = _lines.Take();
            if (Heading().Match(line) is { Success: true } heading)
                Take(heading, number);
            else if (line.AsSpan().Trim().Length > 0 && _conversation.Exchanges.Count == 0 && Dump().IsMatch(line))
                _problems.Add(number, 1, "A dump without its heading.");
        }

        _conversation.Finish();
        return new()
        {
            Source = RecordingSource.CurlTrace,
            Exchanges = [.. _conversation.Exchanges],
            Omissions = (_conversation.Exchanges.TrueForAll(each => each.Duration is null) ? Omissions.Times : Omissions.None) | HiddenLegs.In(_conversation.Exchanges),
            Problems = _problems.ToImmutable(),
            Given = _given,
        };
    }

    private void Take(Match heading, int number)
    {
        if (heading.Groups["info"].Success)
        {
            _conversation.Remark(heading.Groups["info"].Value);
            return;
        }

        TimeSpan? at = TimeSpan.TryParse(heading.Groups["time"].ValueSpan, CultureInfo.InvariantCulture, out var time) ? time : null;
        if (!int.TryParse(heading.Groups["size"].ValueSpan, out var size) || size > ReadingBounds.MaxText)
        {
            _problems.Add(number, 1, "The size of a dump is missing or too large.");
            return;
        }

        var octets = Octets(size, number);
        var kind = heading.Groups["kind"].Value;
        if (kind == "Send header")
            TakeLines(octets, line => _conversation.Sent(line, number, at));
        else if (kind == "Recv header")
            TakeLines(octets, line => _conversation.Received(line, number, at));
        else if (kind == "Send data")
            _conversation.SentContent(octets);
        else if (kind == "Recv data")
            _conversation.ReceivedContent(octets);
    }

    private static void TakeLines(byte[] octets, Action<string> take)
    {
        var text = Encoding.UTF8.GetString(octets);
        var lines = text.Split('\n');

        // What is behind the last line end is no line, unless somebody cut it there.
        for (var i = 0; i < lines.Length - (lines[^1].Length == 0 ? 1 : 0); i++)
            take(lines[i].TrimEnd('\r'));
    }

    private byte[] Octets(int size, int number)
    {
        var content = new List<byte>(Math.Min(size, 64 * 1024));
        bool? isHex = null;
        while (!_lines.IsAtEnd && Dump().Match(_lines.Current) is { Success: true } dump)
        {
            if (!int.TryParse(dump.Groups["offset"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var offset) || offset < 0 || offset > size)
                break;
            var text = dump.Groups["text"].Value;
            isHex ??= Hex().Match(text) is { Success: true } first && first.Groups["octet"].Captures.Count >= Math.Min(16, size);

            // --trace-ascii leaves out the line ends: where the next offset skips two, there was one.
            if (isHex == false && offset - content.Count == 2)
                content.AddRange("\r\n"u8);
            if (offset != content.Count)
                break;
            if (isHex == true)
                content.AddRange(Hex().Match(text).Groups["octet"].Captures.Take(16).Select(octet => byte.Parse(octet.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            else
                content.AddRange(Encoding.Latin1.GetBytes(text));
            _lines.Take();
        }

        if (isHex != true && size - content.Count == 2)
            content.AddRange("\r\n"u8);
        if (content.Count != size)
            _problems.Add(number, 1, "The dump under this heading is not complete.");
        return [.. content.Take(size)];
    }

    [GeneratedRegex(@"^((?<time>\d\d:\d\d:\d\d\.\d{1,6}) )?(\[[\dx-]{1,20}\] )?(== Info: (?<info>.*)|(=>|<=) (?<kind>(Send|Recv) (SSL )?(header|data)), (?<size>\d{1,10}) bytes \(0x[0-9a-f]{1,8}\))\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?<offset>[0-9a-f]{4,8}): (?<text>.*)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Dump();

    [GeneratedRegex(@"^((?<octet>[0-9a-f]{2}) ){1,16}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hex();
}
