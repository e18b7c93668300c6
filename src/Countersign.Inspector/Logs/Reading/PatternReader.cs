using System.Collections.Immutable;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>A field of a line and the text that follows it.</summary>
/// <param name="Field">What it holds.</param>
/// <param name="After">What ends it; empty where the line does.</param>
/// <param name="IsOptional">Whether a line may end before it.</param>
internal sealed record LogPart(LogField Field, byte[] After, bool IsOptional = false);

/// <summary>Reads lines that are fields between fixed texts, which most formats are.</summary>
internal sealed class PatternReader(string name, byte[] lead, ImmutableArray<LogPart> parts, bool takesMore = false) : LogReader
{
    // A name may hold what ends it: so often is the next end tried.
    private const int Tries = 8;
    private readonly LogClock _clock = new();
    private readonly LogPart[] _parts = [.. parts];
    private readonly int _user = parts.ToList().FindIndex(part => part.Field == LogField.User && part.After.Length > 0);

    public override string Name => name;

    public override LogFields Has { get; } = parts.Aggregate(LogFields.Admitted, static (all, part) => all | Of(part.Field));

    public override bool TryRead(ReadOnlySpan<byte> line, out LogLine read, out int column)
    {
        read = default;
        column = 1;
        if (!line.StartsWith(lead))
            return false;
        var at = lead.Length;
        if (TryReadFrom(0, line, at, ref read, out column, out var userAt))
            return true;
        if (userAt < 0)
            return false;

        // People choose names: one with the end of the field in it is longer than it looked.
        var after = _parts[_user].After;
        var end = userAt;
        for (var tries = 0; tries < Tries; tries++)
        {
            var next = line[end..].IndexOf(after);
            if (next < 0)
                return false;
            end += next + after.Length;
            if (!TryReadFrom(_user + 1, line, end, ref read, out var further, out _))
                continue;
            read.User = line[userAt..(end - after.Length)];
            return true;
        }

        return false;
    }

    private static LogFields Of(LogField field) => field switch
    {
        LogField.Client or LogField.Forwarded => LogFields.Client,
        LogField.User => LogFields.User,
        LogField.Agent => LogFields.Agent,
        LogField.Node => LogFields.Node,
        LogField.Authorization => LogFields.Credentials,
        LogField.Request or LogField.Target => LogFields.Target,
        _ => LogFields.None,
    };

    private bool TryReadFrom(int first, ReadOnlySpan<byte> line, int at, ref LogLine read, out int column, out int userAt)
    {
        userAt = -1;
        column = 0;
        for (var index = first; index < _parts.Length; index++)
        {
            var part = _parts[index];
            if (at >= line.Length && part.IsOptional)
                return true;
            var rest = line[at..];
            if (index == _user)
                userAt = at;
            var length = LengthOf(rest, part, index + 1 < _parts.Length && _parts[index + 1].IsOptional);
            if (length < 0 || !FieldValues.Take(part.Field, rest[..length], _clock, ref read))
            {
                column = at + 1;
                return false;
            }

            at += Math.Min(rest.Length, length + part.After.Length);
        }

        column = at + 1;
        return at >= line.Length || takesMore;
    }

    private int LengthOf(ReadOnlySpan<byte> rest, LogPart part, bool mayEnd)
    {
        var after = part.After;
        if (after.Length == 0)
        {
            var space = takesMore ? rest.IndexOf((byte)' ') : -1;
            return space < 0 ? rest.Length : space;
        }

        if (after[0] == '"')
            return QuotedLength(rest, after);
        var length = after.Length == 1 ? rest.IndexOf(after[0]) : rest.IndexOf(after);
        return length < 0 && mayEnd ? rest.Length : length;
    }

    // Apache writes a quote as \", nginx as \x22 (and a backslash as \\ and \x5C).
    private static int QuotedLength(ReadOnlySpan<byte> rest, byte[] after)
    {
        var at = 0;
        while (at < rest.Length)
        {
            var next = rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return -1;
            at += next;
            if (rest[at] == '\\')
            {
                at += 2;
                continue;
            }

            if (rest[at..].StartsWith(after))
                return at;
            at++;
        }

        return -1;
    }
}
