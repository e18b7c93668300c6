using System.Collections.Immutable;
using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading;

/// <summary>Reads messages as they stand on the wire in HTTP/1.1: requests and their answers in turn, or answers alone.</summary>
internal sealed class RawHttpReader
{
    private readonly MessageIntake _intake = new();
    private readonly ImmutableArray<ReadingProblem>.Builder _problems = ImmutableArray.CreateBuilder<ReadingProblem>();
    private readonly List<Exchange> _exchanges = [];
    private readonly TranscriptLines _lines;

    private RawHttpReader(string text) => _lines = new(text);

    public static Recording Read(string text) => new RawHttpReader(text).Run();

    private Recording Run()
    {
        RecordedRequest? asked = null;
        while (!_lines.IsAtEnd)
        {
            if (StartLine.Request(_lines.Current) is { Version: not null } request)
            {
                Add(asked, null);
                _lines.Take();
                var (fields, content, isWhole) = Message();
                asked = _intake.Request(request.Method, request.Target, null, request.Version, fields, content, isWhole);
            }
            else if (StartLine.Response(_lines.Current) is { } response)
            {
                _lines.Take();
                var (fields, content, isWhole) = Message();

                // An interim answer is followed by the one that counts (RFC 9110 §15.2).
                if (response.Status is >= 100 and < 200 and not 101)
                    continue;
                Add(asked, _intake.Response(response.Status, response.Reason, response.Version, fields, content, isWhole), isAnswer: true);
                asked = null;
            }
            else
            {
                if (_lines.Current.Trim().Length > 0)
                    _problems.Add(new(_lines.Number, 1, "A request line or a status line is expected here."));
                _lines.Take();
            }
        }

        Add(asked, null);
        return new()
        {
            Source = RecordingSource.RawHttp,
            Exchanges = [.. _exchanges],
            Omissions = Omissions.Times | (_exchanges.TrueForAll(each => each.Request is null) ? Omissions.Requests : Omissions.None),
            Problems = _problems.DrainToImmutable(),
        };
    }

    private void Add(RecordedRequest? request, RecordedResponse? response, bool isAnswer = false)
    {
        if (request is null && !isAnswer)
            return;
        _exchanges.Add(new() { Index = _exchanges.Count, Request = request, Response = response, Role = Roles.Of(request) });
    }

    private (List<MessageField> Fields, byte[] Content, bool IsWhole) Message()
    {
        var fields = new List<MessageField>();
        while (!_lines.IsAtEnd && _lines.Current.Length > 0)
        {
            var number = _lines.Number;
            if (FieldLine.Read(_lines.Take(), number) is { } field)
                fields.Add(field);
            else
                _problems.Add(new(number, 1, "This is not a field line: there is no colon, or no name before it."));
        }

        _lines.Take();
        var content = new StringBuilder();
        while (!_lines.IsAtEnd && StartLine.Request(_lines.Current) is not { Version: not null } && StartLine.Response(_lines.Current) is null)
            content.Append(_lines.Take()).Append('\n');
        var octets = Encoding.UTF8.GetBytes(content.ToString().TrimEnd('\n'));
        var length = fields.Find(field => field.Is("Content-Length")).Value;
        return (fields, octets, length is null || !long.TryParse(length, out var announced) || announced <= octets.Length + 1);
    }
}
