using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>Encodes whatever comes into a hole, for elements and quoted attributes alike, unless it is <see cref="Html"/> already. There is no way around it.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation
{
    private readonly StringBuilder _markup;

    public HtmlInterpolation(int literalLength, int formattedCount) => _markup = new(literalLength + (formattedCount * 32));

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(Html piece) => _markup.Append(piece.ToString());

    public void AppendFormatted(string? text)
    {
        if (text is not null)
            _markup.Append(HtmlEncoder.Default.Encode(text));
    }

    public void AppendFormatted(long number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    internal string ToMarkup() => _markup.ToString();
}
