using System.Text.Json;
using Countersign.Decisions;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>Lines of JSON, by the names that nginx, Envoy, Caddy, Traefik and the gateway use. What stands before the object is skipped, as syslog's beginning.</summary>
internal sealed class JsonLineReader : LogReader
{
    private const int MaxDepth = 8;
    private readonly LogClock _clock = new();
    private readonly int[] _ranks = new int[Enum.GetValues<LogField>().Length];
    private LogFields _has;
    private bool _isJournal;

    public override string Name => _isJournal ? "countersign" : "json";

    /// <summary>Those that were seen so far.</summary>
    public override LogFields Has => _has | (_isJournal ? LogFields.Reasons | LogFields.Credentials : LogFields.Admitted);

    public override bool TryRead(ReadOnlySpan<byte> line, out LogLine read, out int column)
    {
        read = default;
        column = 1;
        var start = line.IndexOf((byte)'{');
        if (start < 0)
            return false;
        Array.Fill(_ranks, int.MaxValue);
        var json = new Utf8JsonReader(line[start..], new JsonReaderOptions { MaxDepth = 64 });
        LogLine said = default;
        try
        {
            if (!TryReadObject(ref json, ref said))
            {
                column = start + 1 + (int)json.TokenStartIndex;
                return false;
            }
        }
        catch (JsonException exception)
        {
            column = start + 1 + (int)(exception.BytePositionInLine ?? 0);
            return false;
        }

        if (_ranks[(int)LogField.Status] == int.MaxValue || _ranks[(int)LogField.Time] == int.MaxValue)
            return false;
        if (said.Reason is { } reason)
        {
            _isJournal = true;
            said.Sign = reason == Refusal.CredentialsMissing ? CredentialSign.None : CredentialSign.Presented;
        }

        _has |= Of(said);
        read = said;
        return true;
    }

    private static LogFields Of(in LogLine line) =>
        (line.Client.IsEmpty ? LogFields.None : LogFields.Client) | (line.User.IsEmpty ? LogFields.None : LogFields.User) | (line.Agent.IsEmpty ? LogFields.None : LogFields.Agent)
        | (line.Node.IsEmpty ? LogFields.None : LogFields.Node) | (line.Sign == CredentialSign.Unsaid ? LogFields.None : LogFields.Credentials) | (line.Target.IsEmpty ? LogFields.None : LogFields.Target);

    private bool TryReadObject(scoped ref Utf8JsonReader json, ref LogLine line)
    {
        // The names on the way, joined by points, and where each ends.
        Span<byte> path = stackalloc byte[256];
        Span<int> ends = stackalloc int[MaxDepth + 1];
        var depth = 0;
        var headers = false;
        if (!json.Read())
            return false;
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (depth >= MaxDepth || ends[depth] + json.ValueSpan.Length + 1 > path.Length)
                    {
                        json.Skip();
                        break;
                    }

                    json.ValueSpan.CopyTo(path[ends[depth]..]);
                    ends[depth + 1] = ends[depth] + json.ValueSpan.Length;

                    // Caddy writes an empty list where credentials came.
                    if (path[..ends[depth + 1]].SequenceEqual("request.headers.Authorization"u8))
                        line.Sign = CredentialSign.Presented;
                    break;
                case JsonTokenType.StartObject:
                    if (depth + 1 >= MaxDepth || ends[depth + 1] + 1 >= path.Length)
                    {
                        json.Skip();
                        break;
                    }

                    depth++;
                    path[ends[depth]++] = (byte)'.';
                    headers |= path[..ends[depth]].SequenceEqual("request.headers."u8);
                    break;
                case JsonTokenType.EndObject:
                    if (--depth < 0)
                        return Ended(headers, ref line);
                    break;
                case JsonTokenType.String or JsonTokenType.Number when depth < MaxDepth:
                    if (!TryTake(path[..ends[depth + 1]], ref json, ref line))
                        return false;
                    break;
            }
        }

        return false;
    }

    // Caddy writes which fields came: that Authorization is not among them says that none did.
    private static bool Ended(bool headers, ref LogLine line)
    {
        if (headers && line.Sign == CredentialSign.Unsaid)
            line.Sign = CredentialSign.None;
        return true;
    }

    private bool TryTake(scoped ReadOnlySpan<byte> name, scoped ref Utf8JsonReader json, ref LogLine line)
    {
        if (!JsonNames.TryFind(name, out var field, out var rank))
            return true;

        // An address that was forwarded is the client's, if there is one.
        var kind = field == LogField.Forwarded ? LogField.Client : field;
        if (field == LogField.Forwarded)
            rank = json.ValueSpan is [] or [(byte)'-'] ? int.MaxValue : -1;
        if (rank >= _ranks[(int)kind])
            return true;
        var value = json.ValueSpan;
        if (field is LogField.User && value.IsEmpty)
            return true;
        if (!FieldValues.Take(field, value, _clock, ref line))
            return field is not (LogField.Status or LogField.Time);
        if (field == LogField.Client)
            line.Client = WithoutPort(line.Client);
        _ranks[(int)kind] = rank;
        return true;
    }

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> address)
    {
        if (address is [(byte)'[', ..] && address.IndexOf((byte)']') is > 0 and var close)
            return address[1..close];
        var colon = address.IndexOf((byte)':');
        return colon > 0 && address[(colon + 1)..].IndexOf((byte)':') < 0 ? address[..colon] : address;
    }
}
