using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading;

/// <summary>Reads messages as they stand on the wire in HTTP/1.1: requests and their answers in turn, or answers alone; also as httpie writes them, and requests of <c>.http</c> files.</summary>
internal sealed partial class RawHttpReader
{
    private readonly ReadingProblems _problems = new();
    private readonly List<Exchange> _exchanges = [];
    private readonly MessageIntake _intake;
    private readonly TranscriptLines _lines;
    private string _scheme = "https";

    private readonly GivenToken? _given;

    private RawHttpReader(string text, string? token)
    {
        (_intake, _lines) = (new(_problems), new(text));
        _given = _intake.Give(token);
    }

    public static Recording Read(string text, string? token = null) => new RawHttpReader(text, token).Run();

    /// <summary>Whether a line begins a message.</summary>
    public static bool Begins(string line) => StartLine.Request(line) is { Version: not null } || StartLine.Response(line) is not null || PseudoField().IsMatch(line) || IsBareRequest(line);

    private Recording Run()
    {
        RecordedRequest? asked = null;
        while (!_lines.IsAtEnd && _exchanges.Count < ReadingBounds.MaxExchanges)
        {
            var line = _lines.Current;
            if (StartLine.Request(line) is { } request && (request.Version is not null || IsBareRequest(line)))
            {
                Add(asked, null);
                _lines.Take();
                asked = Request(request.Method, request.Target, request.Version);
            }
            else if (PseudoField().Match(line) is { Success: true } pseudo)
            {
                var isAnswer = pseudo.Groups["name"].Value == "status";
                Add(isAnswer ? null : asked, null);
                var (message, answer) = Pseudo(isAnswer);
                if (isAnswer)
                    Add(asked, answer, isAnswer: true);
                asked = message;
            }
            else if (StartLine.Response(line) is { } response)
            {
                _lines.Take();
                var (fields, content, isWhole) = Message(isBare: false, hasContent: asked?.Method != "HEAD" && response.Status is not (204 or 304 or (>= 100 and < 200)));

                // An interim answer is followed by the one that counts (RFC 9110 §15.2).
                if (response.Status is >= 100 and < 200 and not 101)
                    continue;
                Add(asked, _intake.Response(response.Status, response.Reason, response.Version, fields.Fields, content, isWhole), isAnswer: true);
                asked = null;
            }
            else
            {
                Skip(line);
            }
        }

        Add(asked, null);
        return new()
        {
            Source = RecordingSource.RawHttp,
            Exchanges = [.. _exchanges],
            Omissions = Omissions.Times | Missing() | HiddenLegs.In(_exchanges),
            Problems = _problems.ToImmutable(),
            Given = _given,
        };
    }

    private Omissions Missing() =>
        (_exchanges.TrueForAll(each => each.Request is null) ? Omissions.Requests : Omissions.None)
        | (_exchanges.TrueForAll(each => each.Response is null) ? Omissions.Responses : Omissions.None);

    private RecordedRequest Request(string method, string target, string? version)
    {
        // Long queries stand on lines of their own in .http files.
        while (version is null && QueryLine().IsMatch(_lines.Current))
            target += _lines.Take().Trim();
        var (fields, content, isWhole) = Message(isBare: version is null);
        return _intake.Request(method, target, AddressOf(target, fields.First("Host")), version, fields.Fields, content, isWhole);
    }

    private string? AddressOf(string target, string? host) =>
        target.Contains("://", StringComparison.Ordinal) ? target : string.IsNullOrEmpty(host) || !target.StartsWith('/') ? null : $"{_scheme}://{host}{target}";

    // The messages of HTTP/2 as browsers show them: :method, :path, :status among the fields.
    private (RecordedRequest? Request, RecordedResponse? Response) Pseudo(bool isAnswer)
    {
        var (fields, content, isWhole) = Message(isBare: false, isPseudo: true);
        if (isAnswer)
            return (null, int.TryParse(fields.Pseudo(":status"), out var status) && status is >= 100 and <= 999 ? _intake.Response(status, "", "HTTP/2", fields.Fields, content, isWhole) : null);
        var (path, authority) = (fields.Pseudo(":path") ?? "/", fields.Pseudo(":authority") ?? fields.First("Host"));
        return (_intake.Request(fields.Pseudo(":method") ?? "GET", path, authority is null ? null : $"{fields.Pseudo(":scheme") ?? "https"}://{authority}{path}", "HTTP/2", fields.Fields, content, isWhole), null);
    }

    private void Add(RecordedRequest? request, RecordedResponse? response, bool isAnswer = false)
    {
        if (request is null && (!isAnswer || response is null))
            return;
        _exchanges.Add(new() { Index = _exchanges.Count, Request = request, Response = response, Role = Roles.Of(request) });
    }

    private void Skip(string line)
    {
        if (CurlCommand().Match(line) is { Success: true } command)
            _scheme = SchemeOf(command);
        else if (!IsDecoration(line))
            _problems.Add(_lines.Number, 1, "A request line or a status line is expected here.");
        _lines.Take();
    }

    // Fences of Markdown, separators, comments and variables of .http files, prompts.
    private static bool IsDecoration(string line) =>
        line.AsSpan().IsWhiteSpace() || line[0] is '#' or '@' or '$' || line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal);

    private (MessageLines Fields, byte[] Content, bool IsWhole) Message(bool isBare, bool isPseudo = false, bool hasContent = true)
    {
        var fields = new MessageLines(_problems);
        if (isPseudo)
        {
            fields.Add(_lines.Current, _lines.Number);
            _lines.Take();
        }

        while (!_lines.IsAtEnd && _lines.Current.Length > 0 && !EndsMessage(_lines.Current, isBare))
        {
            var number = _lines.Number;
            fields.Add(_lines.Take(), number);
        }

        if (_lines.Current.Length == 0)
            _lines.Take();
        if (hasContent && EndOf(fields, isBare) is { } end)
        {
            var start = _lines.Start;
            _lines.GoTo(end);
            return (fields, fields.Content(Encoding.UTF8.GetBytes(_lines.From(start))), true);
        }

        var octets = fields.Content(Encoding.UTF8.GetBytes(Content(isBare)));
        if (NotShown().IsMatch(Encoding.UTF8.GetString(octets.AsSpan(0, Math.Min(octets.Length, 200)))))
            return (fields, [], false);
        return (fields, octets, fields.IsWhole(octets.Length + 1));
    }

    // So many octets as are announced (RFC 9112 §6.2), if a message begins behind them or nothing is left: contents may have been edited since, or left out.
    private int? EndOf(MessageLines fields, bool isBare)
    {
        if (!int.TryParse(fields.First("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length == 0)
            return null;
        foreach (var ends in Enum.GetValues<LineEnds>())
        {
            if (_lines.After(length, ends) is >= 0 and var end && _lines.LineAt(end) is { } next && (next.Length == 0 || EndsMessage(next, isBare)))
                return end;
        }

        return null;
    }

    private string Content(bool isBare)
    {
        var start = _lines.Start;
        while (!_lines.IsAtEnd && !EndsMessage(_lines.Current, isBare))
            _lines.Take();
        return _lines.From(start).TrimEnd('\r', '\n');
    }

    private static bool EndsMessage(string line, bool isBare) =>
        StartLine.Request(line) is { Version: not null } || StartLine.Response(line) is not null || PseudoStart().IsMatch(line) || CurlCommand().IsMatch(line) || line is "```" || (isBare && line.StartsWith("###", StringComparison.Ordinal));

    private static bool IsBareRequest(string line) => BareRequest().IsMatch(line);

    /// <summary>The scheme that a curl command line asks by, which is http where it names none; null where the line is no such command.</summary>
    public static string? SchemeOfCommand(string line) => CurlCommand().Match(line) is { Success: true } command ? SchemeOf(command) : null;

    private static string SchemeOf(Match command) => command.Groups["scheme"].Value is { Length: > 0 } scheme ? scheme.ToLowerInvariant() : Uri.UriSchemeHttp;

    [GeneratedRegex(@"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|PROPFIND|QUERY) (https?://|/|\{\{)\S*\s*\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BareRequest();

    [GeneratedRegex(@"^\s+[?&]\S+\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QueryLine();

    [GeneratedRegex(@"^:(?<name>method|authority|path|scheme|status):\s", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PseudoField();

    // What follows the first of them belongs to the same message.
    [GeneratedRegex(@"^:status:\s*\d{3}\s*\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PseudoStart();

    [GeneratedRegex(@"^\s*(\S{0,80}[$#%>] )?curl(\.exe)?\s.{0,4000}?((?<scheme>https?)://|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CurlCommand();

    [GeneratedRegex(@"^\s*\+-{10,}\+\s+\| NOTE: binary data not shown", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotShown();
}
