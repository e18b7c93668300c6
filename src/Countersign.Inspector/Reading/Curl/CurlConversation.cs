using System.Buffers;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading.Curl;

/// <summary>Makes exchanges of what curl tells: its remarks, the lines it sends and receives, and contents.</summary>
/// <param name="problems">Takes what can't be read.</param>
internal sealed class CurlConversation(ReadingProblems problems)
{
    private const int MaxContent = 8 * 1024 * 1024;

    private readonly MessageIntake _intake = new(problems);
    private readonly CurlConnection _connection = new();
    private readonly List<Exchange> _exchanges = [];

    private (string Method, string Target, string? Version)? _asked;
    private (int Status, string Reason, string Version)? _answered;
    private MessageLines _request = new(problems);
    private MessageLines _response = new(problems);
    private ArrayBufferWriter<byte> _sent = new();
    private ArrayBufferWriter<byte> _received = new();
    private (string? Scheme, string? Peer) _path;
    private TimeSpan? _askedAt;
    private TimeSpan? _answeredAt;
    private string? _trouble;

    /// <summary>A token that is given beside it; null for none.</summary>
    public GivenToken? Give(string? token) => _intake.Give(token);

    public List<Exchange> Exchanges => _exchanges;

    public bool IsFull => _exchanges.Count >= ReadingBounds.MaxExchanges;

    /// <summary>Whether fields of a request are being read.</summary>
    public bool IsInRequest { get; private set; }

    /// <summary>Whether fields of an answer are being read.</summary>
    public bool IsInResponse { get; private set; }

    /// <summary>Whether there is an answer whose fields are complete.</summary>
    public bool HasResponse => _answered is not null && !IsInResponse;

    /// <summary>How many octets of the answer's content are still to come; null where nobody knows.</summary>
    public long? Remaining =>
        _answered is not { } answered ? null
        : _asked?.Method == "HEAD" || answered.Status is 204 or 304 || (_asked?.Method == "CONNECT" && answered.Status < 300) ? 0
        : long.TryParse(_response.First("Content-Length"), out var length) ? Math.Max(0, length - _received.WrittenCount) : null;

    /// <summary>Whether anything of the answer's content has come.</summary>
    public bool HasContent => _received.WrittenCount > 0;

    /// <summary>The command that was typed, where it shows the scheme.</summary>
    public void Command(string scheme) => _connection.Command(scheme);

    /// <summary>A remark of curl's own.</summary>
    public void Remark(string text)
    {
        _connection.Remark(text);
        if (CurlConnection.TroubleIn(text) is not { } trouble)
            return;
        if (HasResponse && CurlConnection.IsOfAnother(text))
            Finish(keepsContents: false);
        if (_asked is null)
            _connection.Trouble ??= _intake.Text(trouble);
        else if (_answered is null)
            _trouble ??= _intake.Text(trouble);
    }

    /// <summary>A line of a request's beginning.</summary>
    public void Sent(string line, int number, TimeSpan? at = null)
    {
        if (!IsInRequest)
        {
            if (StartLine.Request(line) is not { } start)
                return;
            Finish();
            (_asked, _askedAt, IsInRequest) = (start, at, true);
            _path = (_connection.Scheme, _connection.Peer);
            return;
        }

        if (line.Length == 0)
            IsInRequest = false;
        else
            _request.Add(line, number);
    }

    public void SentContent(ReadOnlySpan<byte> octets) => Append(_sent, octets);

    /// <summary>A line of an answer's beginning.</summary>
    public void Received(string line, int number, TimeSpan? at = null)
    {
        IsInRequest = false;
        if (StartLine.Response(line) is { } start)
        {
            // Another answer without another request: one of them was not kept, or was an interim one.
            if (_answered is not null)
                Finish();
            (_answered, _answeredAt, IsInResponse) = (start, at, true);
            _response = new(problems);
            return;
        }

        if (!IsInResponse)
            return;
        if (line.Length > 0)
        {
            _response.Add(line, number);
            return;
        }

        IsInResponse = false;
        if (_asked is { Method: "CONNECT", Target: var target } && _answered is { Status: >= 200 and < 300 })
            _connection.Tunnelled(target);
        if (_answered is { Status: >= 100 and < 200 and not 101 })
            (_answered, _response) = (null, new(problems));
    }

    public void ReceivedContent(ReadOnlySpan<byte> octets) => Append(_received, octets);

    /// <summary>Ends what is open.</summary>
    public void Finish(bool keepsContents = true)
    {
        if (_asked is { } asked)
            _exchanges.Add(Exchange(asked, keepsContents));
        else if (_answered is not null)
            _exchanges.Add(new() { Index = _exchanges.Count, Response = Response(), Peer = _connection.Peer });
        else if (_connection.Trouble is { } trouble)
            _exchanges.Add(new() { Index = _exchanges.Count, Peer = _connection.Peer, Trouble = trouble });
        (_asked, _answered, _trouble, _connection.Trouble, _askedAt, _answeredAt) = (null, null, null, null, null, null);
        (_request, _response, _sent, _received) = (new(problems), new(problems), new(), new());
        (IsInRequest, IsInResponse) = (false, false);
    }

    private Exchange Exchange((string Method, string Target, string? Version) asked, bool keepsContents)
    {
        var content = _request.Content(_sent.WrittenSpan.ToArray());
        var request = _intake.Request(asked.Method, asked.Target, AddressOf(asked), asked.Version, _request.Fields, content, keepsContents && _request.IsWhole(content.Length));
        return new()
        {
            Index = _exchanges.Count,
            Request = request,
            Response = _answered is null ? null : Response(),
            Role = Roles.Of(request),
            Duration = _answeredAt - _askedAt is { } duration && duration >= TimeSpan.Zero ? duration : null,
            Peer = _path.Peer,
            Trouble = _answered is null ? _trouble : null,
        };
    }

    private RecordedResponse Response()
    {
        var (status, reason, version) = _answered!.Value;
        var isEmpty = Remaining == 0 && _received.WrittenCount == 0;
        var content = _response.Content(_received.WrittenSpan.ToArray());
        return _intake.Response(status, reason, version, _response.Fields, content, isEmpty || (_response.IsWhole(content.Length) && (content.Length > 0 || _response.First("Transfer-Encoding") is null)));
    }

    private string? AddressOf((string Method, string Target, string? Version) asked)
    {
        if (asked.Method == "CONNECT" || asked.Target.Contains("://", StringComparison.Ordinal))
            return asked.Target;
        return _request.First("Host") is { Length: > 0 } host && asked.Target.StartsWith('/') ? $"{_path.Scheme ?? "http"}://{host}{asked.Target}" : null;
    }

    private static void Append(ArrayBufferWriter<byte> content, ReadOnlySpan<byte> octets)
    {
        var room = MaxContent - content.WrittenCount;
        content.Write(octets[..Math.Min(octets.Length, Math.Max(0, room))]);
    }
}
