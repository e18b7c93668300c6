using Countersign.Inspector.Logs.Reading;

namespace Countersign.Inspector.Logs;

/// <summary>The first line of a log that does not read.</summary>
/// <param name="File">The number of its file, from 0.</param>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Column">Where it ceases to read, from 1.</param>
/// <param name="Text">What stands there, without secrets.</param>
internal sealed record UnreadLine(int File, long Line, int Column, string Text);

/// <summary>Reads files of a log, one after another, into a classifier.</summary>
/// <param name="classifier">What the lines are given to.</param>
/// <param name="format">The format of all lines; null where it is to be recognised in each file.</param>
/// <param name="since">What is before is left out.</param>
/// <param name="until">What is not before is left out.</param>
internal sealed class LogScan(LogClassifier classifier, string? format, DateTimeOffset? since, DateTimeOffset? until)
{
    private readonly long _since = since?.ToUnixTimeSeconds() ?? long.MinValue, _until = until?.ToUnixTimeSeconds() ?? long.MaxValue;
    private readonly List<(string File, string? Format)> _formats = [];

    /// <summary>All lines of all files that are not empty.</summary>
    public long Lines { get; private set; }

    public long Unread { get; private set; }

    /// <summary>How many lines read, and lie outside of the times that were asked for.</summary>
    public long LeftOut { get; private set; }

    public UnreadLine? FirstUnread { get; private set; }

    /// <summary>What the files' formats tell, together.</summary>
    public LogFields Has { get; private set; }

    /// <summary>The files and what their lines are; null for a file of which no format was recognised.</summary>
    public IReadOnlyList<(string File, string? Format)> Formats => _formats;

    /// <summary>Where reading a file ended early, and why.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Reads a file to its end.</summary>
    /// <param name="source">Its octets.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="progress">Told now and then how many octets of lines there were.</param>
    public void Read(Stream source, string name, IProgress<long>? progress = null)
    {
        var file = _formats.Count;
        classifier.File = file;
        LogReader? reader = null;
        long number = 0;
        try
        {
            using var lines = new LineStream(source);
            reader = format is null ? LogFormats.Recognise(lines.Sample) : LogFormats.Named(format, out _);
            Read(lines, reader, file, progress, ref number);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Problems.Add($"{name}: can't be read behind line {number}: {exception.Message}");
        }

        _formats.Add((name, reader?.Name));
        Has |= reader?.Has ?? LogFields.None;
    }

    private void Read(LineStream lines, LogReader? reader, int file, IProgress<long>? progress, ref long number)
    {
        const int Often = 1 << 16;
        const long Hopeless = 256 * 1024 * 1024;
        var isLog = false;
        while (lines.TryRead(out var line, out var isCut))
        {
            number++;
            if (number % Often == 0)
                progress?.Report(lines.Octets);
            if (!isLog && lines.Octets > Hopeless)
                throw new InvalidDataException("nothing in its first 256 MiB reads as a line of a log; the rest is not read");
            if (line.IsEmpty)
                continue;
            Lines++;
            if (reader is null || isCut || !reader.TryRead(line, out var read, out var column))
            {
                Refuse(file, number, isCut ? LineStream.MaxLine : reader is null ? 1 : ColumnOf(reader, line), line);
                continue;
            }

            isLog = true;
            if (read.Time < _since || read.Time >= _until)
                LeftOut++;
            else
                classifier.Take(read, number);
        }
    }

    private static int ColumnOf(LogReader reader, ReadOnlySpan<byte> line)
    {
        reader.TryRead(line, out _, out var column);
        return column;
    }

    private void Refuse(int file, long number, int column, ReadOnlySpan<byte> line)
    {
        const int Shown = 40, LookedAt = 2048;
        Unread++;
        if (FirstUnread is not null)
            return;
        var from = Math.Clamp(column - 1, 0, line.Length);
        var text = line[from..Math.Min(line.Length, from + LookedAt)];

        // Queries hold tokens.
        if (text.IndexOf((byte)'?') is >= 0 and var query)
            text = text[..(query + 1)];

        // What is cut off in the middle is known no more for what it is.
        var shown = LogText.Of(text);
        FirstUnread = new UnreadLine(file, number, column, shown.Length > Shown ? shown[..Shown] : shown);
    }
}
