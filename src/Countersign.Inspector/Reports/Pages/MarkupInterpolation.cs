using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>
/// Encodes whatever comes into a hole, for elements and quoted attributes alike, unless it is <see cref="Markup"/> already, and shows what would steer the
/// reader's eye (control characters, directions of writing). There is no way around it.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupInterpolation
{
    private readonly StringBuilder _text;

    public MarkupInterpolation(int literalLength, int formattedCount) => _text = new(literalLength + (formattedCount * 32));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Markup piece) => _text.Append(piece.ToString());

    public void AppendFormatted(string? text)
    {
        if (text is null)
            return;
        var isFirst = true;
        foreach (var line in text.Split('\n'))
        {
            if (!isFirst)
                _text.Append('\n');
            isFirst = false;
            _text.Append(HtmlEncoder.Default.Encode(ReportWords.Printable(line.EndsWith('\r') ? line[..^1] : line)));
        }
    }

    public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    internal string ToText() => _text.ToString();
}
