using System.Text;

namespace Countersign.AspNetCore.Admission;

/// <summary>The content of an answer, ready in UTF-8 but for the holes that differ from request to request: the reference and the host.</summary>
internal sealed class AnswerTemplate
{
    private const char ReferenceHole = '\uE000';
    private const char HostHole = '\uE001';

    private readonly byte[][] _parts;
    private readonly bool[] _holeIsHost;
    private readonly int _fixedLength;
    private readonly int _hostHoles;

    /// <summary>Cuts a text at its holes.</summary>
    private AnswerTemplate(string text)
    {
        var parts = new List<byte[]>();
        var holes = new List<bool>();
        var start = 0;
        for (var at = text.AsSpan().IndexOfAny(ReferenceHole, HostHole); at >= 0;)
        {
            parts.Add(Encoding.UTF8.GetBytes(text[start..at]));
            holes.Add(text[at] == HostHole);
            start = at + 1;
            var next = text.AsSpan(start).IndexOfAny(ReferenceHole, HostHole);
            at = next < 0 ? -1 : start + next;
        }

        parts.Add(Encoding.UTF8.GetBytes(text[start..]));
        _parts = [.. parts];
        _holeIsHost = [.. holes];
        _fixedLength = _parts.Sum(part => part.Length);
        _hostHoles = holes.Count(isHost => isHost);
    }

    /// <summary>Makes a template from a text written around the two holes.</summary>
    public static AnswerTemplate Write(Func<string, string, string> around) => new(around(ReferenceHole.ToString(), HostHole.ToString()));

    /// <summary>How many octets the content has.</summary>
    public int Length(int reference, int host) =>
        _fixedLength + (_hostHoles * host) + ((_holeIsHost.Length - _hostHoles) * reference);

    /// <summary>Fills the holes.</summary>
    public void Fill(Span<byte> content, string reference, ReadOnlySpan<byte> host)
    {
        for (var at = 0; at < _parts.Length; at++)
        {
            _parts[at].CopyTo(content);
            content = content[_parts[at].Length..];
            if (at == _holeIsHost.Length)
                return;
            if (_holeIsHost[at])
            {
                host.CopyTo(content);
                content = content[host.Length..];
            }
            else
            {
                content = content[Encoding.ASCII.GetBytes(reference, content)..];
            }
        }
    }
}
