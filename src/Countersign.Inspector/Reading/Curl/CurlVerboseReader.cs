using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading.Curl;

/// <summary>Reads what <c>curl --verbose</c> writes, contents between its lines included.</summary>
internal sealed partial class CurlVerboseReader
{
    private readonly ReadingProblems _problems = new();
    private readonly CurlConversation _conversation;
    private readonly GivenToken? _given;
    private string _lastReceived = "";

    private CurlVerboseReader(string? token)
    {
        _conversation = new(_problems);
        _given = _conversation.Give(token);
    }

    public static Recording Read(string text, string? token = null) => new CurlVerboseReader(token).Run(new(text));

    /// <summary>Whether curl writes such a line.</summary>
    public static bool Begins(string line) => SentLine().IsMatch(line) || ReceivedStart().IsMatch(line) || OwnRemark().IsMatch(line);

    private Recording Run(TranscriptLines lines)
    {
        while (!lines.IsAtEnd && !_conversation.IsFull)
        {
            var (number, start) = (lines.Number, lines.Start);
            var line = lines.Take();
            Take(line, number, lines.From(start)[line.Length..]);
        }

        _conversation.Finish(keepsContents: false);
        var exchanges = _conversation.Exchanges;
        return new()
        {
            Source = RecordingSource.CurlVerbose,
            Exchanges = [.. exchanges],
            Omissions = Omissions.Times | Omissions.RequestContent
                | (exchanges.Exists(each => each.Response is { Content: { IsWhole: false, IsEmpty: true } }) ? Omissions.ResponseContent : Omissions.None)
                | HiddenLegs.In(exchanges),
            Problems = _problems.ToImmutable(),
            Given = _given,
        };
    }

    private void Take(string line, int number, string end)
    {
        if (Octets().IsMatch(line))
            return;
        if (_conversation.HasResponse && IsContent(line))
            TakeContent(line, number, end);
        else if (line.StartsWith("* ", StringComparison.Ordinal))
            _conversation.Remark(line[2..]);
        else if (line.StartsWith("curl: (", StringComparison.Ordinal))
            _conversation.Remark(line[6..]);
        else if (line.StartsWith('>') && (_conversation.IsInRequest || SentLine().IsMatch(line)))
            TakeSent(Behind(line), number);
        else if (line.StartsWith('<') && (_conversation.IsInResponse || ReceivedStart().IsMatch(line)))
            _conversation.Received(_lastReceived = Behind(line), number);
        else if (!_conversation.IsInResponse && RawHttpReader.SchemeOfCommand(line) is { } scheme)
            _conversation.Command(scheme);
        else if (_conversation.IsInResponse && line != _lastReceived && !IsNoise(line))
            _problems.Add(number, 1, "A field line of the answer is expected here.");
    }

    private void TakeSent(string line, int number)
    {
        // What was open has an answer that shows its content nowhere, or all of it.
        if (!_conversation.IsInRequest)
            _conversation.Finish(keepsContents: false);
        _conversation.Sent(line, number);
    }

    /// <summary>Whether a line behind an answer's fields belongs to its content, and not to curl.</summary>
    private bool IsContent(string line)
    {
        if (_conversation.Remaining == 0)
            return false;
        return !(SentLine().IsMatch(line) || ReceivedStart().IsMatch(line) || IsNoise(line) || line.StartsWith("curl: (", StringComparison.Ordinal)
            || (_conversation is { HasContent: true, Remaining: > 0 } ? OwnRemark().IsMatch(line) : line.StartsWith("* ", StringComparison.Ordinal)));
    }

    private void TakeContent(string line, int number, string end)
    {
        // Contents often end without a line end: curl's next remark stands on the same line.
        var octets = Encoding.UTF8.GetBytes(line);
        if (_conversation.Remaining is { } remaining && remaining < octets.Length)
        {
            _conversation.ReceivedContent(octets.AsSpan(0, (int)remaining));
            Take(Encoding.UTF8.GetString(octets.AsSpan((int)remaining)), number, end);
            return;
        }

        if (_conversation.Remaining is null && Glued().Match(line) is { Success: true } glued)
        {
            _conversation.ReceivedContent(Encoding.UTF8.GetBytes(line[..glued.Index]));
            _conversation.Remark(line[(glued.Index + 2)..]);
            return;
        }

        _conversation.ReceivedContent(octets);
        if (_conversation.Remaining != 0)
            _conversation.ReceivedContent(Encoding.UTF8.GetBytes(end));
    }

    private static string Behind(string line) => line.Length > 1 && line[1] == ' ' ? line[2..].TrimEnd() : line[1..].TrimEnd();

    private static bool IsNoise(string line) => Progress().IsMatch(line);

    [GeneratedRegex(@"^[{}] \[\d+ bytes data\]\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Octets();

    [GeneratedRegex(@"^> [A-Z][A-Z-]{1,19} \S+ HTTP/\d(\.\d)?\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SentLine();

    [GeneratedRegex(@"^< HTTP/\d(\.\d)? \d{3}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReceivedStart();

    [GeneratedRegex(@"^\* (\s*Trying |Connected to |Established connection|Connection #\d|Closing connection|Issue another request|Re-?using existing|Found bundle|Server auth using|Proxy auth using|Host .{1,260} was resolved|Could not resolve|Failed to connect|connect to |SSL connection|ALPN|TLSv1|using HTTP/|\[HTTP/[23]\]|h2h3|Ignoring the response-body|Request completely sent|Mark bundle|upload completely sent|We are completely uploaded|Excess found|shutting down|Authentication problem|Can not multiplex|Maximum \(|CONNECT )",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OwnRemark();

    [GeneratedRegex(@"\* (Connection #\d+ to host|Closing connection|Issue another request to|Found bundle for host|Re-?using existing|  Trying |Host .{1,260} was resolved)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Glued();

    [GeneratedRegex(@"^\s*(% Total .*|Dload\s+Upload .*|[\d.]+ +[\d.kMGT]+ +[\d.]+ +[\d.kMGT]+ +[\d.]+ +[\d.kMGT]+ .*(--:--:--|\d:\d\d:\d\d).*)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Progress();
}
