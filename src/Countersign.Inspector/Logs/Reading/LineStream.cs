using System.IO.Compression;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>The lines of a log, compressed by gzip or not, one after another out of one buffer.</summary>
internal sealed class LineStream : IDisposable
{
    /// <summary>What is longer is no line of a log: its beginning is given, the rest skipped.</summary>
    public const int MaxLine = 64 * 1024;

    private const int Room = 4 * MaxLine;
    private const int MaxSkipped = 64 * 1024 * 1024;
    private readonly byte[] _buffer = new byte[Room];
    private readonly Stream _source;
    private int _start, _end;
    private bool _isAtEnd;

    public LineStream(Stream source)
    {
        _source = source;
        Fill(2);
        if (_end < 2 || _buffer[0] != 0x1f || _buffer[1] != 0x8b)
            return;
        _source = new GZipStream(new PrefixedStream(_buffer.AsMemory(0, _end).ToArray(), source), CompressionMode.Decompress);
        (_start, _end, _isAtEnd) = (0, 0, false);
    }

    /// <summary>How many octets of lines were read.</summary>
    public long Octets { get; private set; }

    /// <summary>The first lines, as far as they are needed to recognise a format.</summary>
    public ReadOnlySpan<byte> Sample
    {
        get
        {
            Fill(MaxLine);
            return _buffer.AsSpan(_start, Math.Min(MaxLine, _end - _start));
        }
    }

    /// <summary>The next line without its end.</summary>
    /// <param name="line">Valid until the next call.</param>
    /// <param name="isCut">Whether it is longer than a line may be.</param>
    /// <exception cref="InvalidDataException">It has no end as far as lines are followed, as of a device.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool isCut)
    {
        isCut = false;
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0)
        {
            Fill(Room);
            length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        }

        if (length is < 0 or > MaxLine)
            return TryReadLast(length, out line, out isCut);
        line = _buffer.AsSpan(_start, length);
        _start += length + 1;
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        return true;
    }

    public void Dispose() => _source.Dispose();

    // A line without an end, or one that is too long.
    private bool TryReadLast(int length, out ReadOnlySpan<byte> line, out bool isCut)
    {
        var rest = _end - _start;
        isCut = rest > MaxLine;
        line = _buffer.AsSpan(_start, Math.Min(rest, MaxLine));
        if (rest == 0)
            return false;
        if (!isCut)
        {
            _start = _end;
            return true;
        }

        // The beginning stays where it is until the next call; what follows is read behind it.
        var (from, last) = (_start + MaxLine, Octets + MaxSkipped);
        while (true)
        {
            var end = length >= 0 ? length - MaxLine : _buffer.AsSpan(from, _end - from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _start = from + end + 1;
                return true;
            }

            if (_isAtEnd)
            {
                _start = _end;
                return true;
            }

            if (Octets > last)
                throw new InvalidDataException("a line has no end within 64 MiB; the rest is not read");
            _buffer.AsSpan(_start, MaxLine).CopyTo(_buffer);
            line = _buffer.AsSpan(0, MaxLine);
            (_start, from, _end, length) = (0, MaxLine, MaxLine, -1);
            FillBehind(MaxLine + 1);
        }
    }

    /// <summary>Reads until so much is there, or the end.</summary>
    private void Fill(int wanted)
    {
        if (_start > 0 && !_isAtEnd)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        FillBehind(wanted);
    }

    private void FillBehind(int wanted)
    {
        while (!_isAtEnd && _end - _start < wanted && _end < Room)
        {
            var count = _source.Read(_buffer.AsSpan(_end));
            _isAtEnd = count == 0;
            _end += count;
            Octets += count;
        }
    }
}
