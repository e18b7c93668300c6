using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Countersign.Inspector.Intake;

/// <summary>How a text is written where a format does not take all characters as they are.</summary>
internal static class WrittenForms
{
    public static IEnumerable<string> Of(string text)
    {
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=');
        if (text.All(char.IsAsciiLetterOrDigit))
            yield break;
        string[] forms =
        [
            Uri.EscapeDataString(text), WebUtility.UrlEncode(text), WebUtility.HtmlEncode(text), HtmlEncoder.Default.Encode(text), JavaScriptEncoder.Default.Encode(text), WithSmallDigits(JavaScriptEncoder.Default.Encode(text)),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
        ];
        foreach (var form in forms.Distinct(StringComparer.Ordinal))
        {
            if (form != text)
                yield return form;
        }
    }

    // \u00FC is \u00fc for others.
    private static string WithSmallDigits(string text)
    {
        var small = text.ToCharArray();
        for (var at = text.IndexOf("\\u", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\\u", at + 2, StringComparison.Ordinal))
        {
            for (var i = at + 2; i < Math.Min(at + 6, small.Length); i++)
                small[i] = char.ToLowerInvariant(small[i]);
        }

        return new(small);
    }
}
