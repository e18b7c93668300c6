using System.Text;

namespace Countersign.AspNetCore.Admission;

/// <summary>The content of an answer, ready in UTF-8 but for the holes that differ from request to request.</summary>
internal sealed class AnswerTemplate
{
    private const char ReferenceHole = '\uE000';
    private const char HostHole = '\uE001';
    private const char WaitHole = '\uE002';
    private const char SecondsHole = '\uE003';

    private readonly byte[][] _parts;
    private readonly char[] _holes;
    private readonly int _fixedLength;

    /// <summary>Cuts a text at its holes.</summary>
    private AnswerTemplate(string text)
    {
        var parts = new List<byte[]>();
        var holes = new List<char>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is < ReferenceHole or > SecondsHole)
                continue;
            parts.Add(Encoding.UTF8.GetBytes(text[start..at]));
            holes.Add(text[at]);
            start = at + 1;
        }

        parts.Add(Encoding.UTF8.GetBytes(text[start..]));
        _parts = [.. parts];
        _holes = [.. holes];
        _fixedLength = _parts.Sum(part => part.Length);
    }

    /// <summary>Makes a template from a text written around its holes.</summary>
    public static AnswerTemplate Write(Func<Holes, string> around) =>
        new(around(new(ReferenceHole.ToString(), HostHole.ToString(), WaitHole.ToString(), SecondsHole.ToString())));

    /// <summary>How many octets the content has.</summary>
    public int Length(in Fillings fillings)
    {
        var length = _fixedLength;
        foreach (var hole in _holes)
            length += hole == HostHole ? fillings.Host.Length : fillings.Of(hole).Length;
        return length;
    }

    /// <summary>Fills the holes.</summary>
    public void Fill(Span<byte> content, in Fillings fillings)
    {
        for (var at = 0; at < _parts.Length; at++)
        {
            _parts[at].CopyTo(content);
            content = content[_parts[at].Length..];
            if (at == _holes.Length)
                return;
            if (_holes[at] == HostHole)
            {
                fillings.Host.CopyTo(content);
                content = content[fillings.Host.Length..];
            }
            else
            {
                content = content[Encoding.ASCII.GetBytes(fillings.Of(_holes[at]), content)..];
            }
        }
    }

    /// <summary>What stands in a text for what is not known yet.</summary>
    /// <param name="Reference">The reference.</param>
    /// <param name="Host">The host.</param>
    /// <param name="Wait">How long to wait, in words.</param>
    /// <param name="Seconds">How long to wait, as a value of JSON.</param>
    public readonly record struct Holes(string Reference, string Host, string Wait, string Seconds);

    /// <summary>What comes into the holes: ASCII but for the host, which is encoded for where it stands.</summary>
    public readonly ref struct Fillings
    {
        public required string Reference { get; init; }

        public ReadOnlySpan<byte> Host { get; init; }

        public required string Wait { get; init; }

        public required string Seconds { get; init; }

        internal string Of(char hole) => hole switch
        {
            ReferenceHole => Reference,
            WaitHole => Wait,
            _ => Seconds,
        };
    }
}
