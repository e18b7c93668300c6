using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>The forms in which an answer can be given.</summary>
public enum AnswerMedia
{
    /// <summary>application/problem+json (RFC 9457), also what comes when nothing was asked for.</summary>
    Problem,

    /// <summary>A page for people.</summary>
    Html,

    /// <summary>A few lines of text.</summary>
    Text,
}

/// <summary>Chooses the form by Accept (RFC 9110 §12.5.1). What can't be served or read gets problem+json: a refusal never becomes a 406.</summary>
public static class AnswerNegotiation
{
    // In our order of preference where a client has none.
    private static readonly (AnswerMedia Media, string Type, string Subtype)[] Offers =
    [
        (AnswerMedia.Problem, "application", "problem+json"),
        (AnswerMedia.Html, "text", "html"),
        (AnswerMedia.Text, "text", "plain"),
    ];

    /// <summary>The form for an Accept field; null and empty mean anything.</summary>
    public static AnswerMedia Choose(string? accept)
    {
        if (accept is null or "" or "*/*")
            return AnswerMedia.Problem;

        var best = AnswerMedia.Problem;
        var bestQuality = 0;
        var bestPrecision = -1;
        foreach (var (media, type, subtype) in Offers)
        {
            var (quality, precision) = QualityOf(accept, type, subtype);

            // A client that takes JSON takes its problem details as well.
            if (media == AnswerMedia.Problem && precision < 2 && QualityOf(accept, "application", "json") is { Precision: 2 } json)
                (quality, precision) = (json.Quality, 2);

            // Named beats covered by a wildcard: "text/html, */*" is a person.
            if (quality > bestQuality || (quality == bestQuality && quality > 0 && precision > bestPrecision))
                (best, bestQuality, bestPrecision) = (media, quality, precision);
        }

        return best;
    }

    /// <summary>The form for a request.</summary>
    internal static AnswerMedia Choose(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        return Choose(accept.Count switch { 0 => null, 1 => accept[0], _ => accept.ToString() });
    }

    /// <summary>The quality in thousandths that the most precise matching range gives, and how precise it is: 2 exact, 1 type/*, 0 */*, -1 none.</summary>
    private static (int Quality, int Precision) QualityOf(ReadOnlySpan<char> accept, string type, string subtype)
    {
        var quality = 0;
        var precision = -1;
        while (!accept.IsEmpty)
        {
            var end = EndOfElement(accept);
            var element = accept[..end];
            accept = end == accept.Length ? default : accept[(end + 1)..];

            var semicolon = element.IndexOf(';');
            var range = (semicolon < 0 ? element : element[..semicolon]).Trim(" \t");
            var slash = range.IndexOf('/');
            if (slash <= 0)
                continue;
            var rangeType = range[..slash];
            var rangeSubtype = range[(slash + 1)..];
            var precise = rangeType is "*" && rangeSubtype is "*" ? 0
                : !rangeType.Equals(type, StringComparison.OrdinalIgnoreCase) ? -1
                : rangeSubtype is "*" ? 1
                : rangeSubtype.Equals(subtype, StringComparison.OrdinalIgnoreCase) ? 2 : -1;
            if (precise <= precision)
                continue;
            if (TryQuality(semicolon < 0 ? default : element[(semicolon + 1)..], out var thousandths))
                (quality, precision) = (thousandths, precise);
        }

        return (quality, precision);
    }

    /// <summary>Up to the next comma that is not within a quoted string.</summary>
    private static int EndOfElement(ReadOnlySpan<char> text)
    {
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (quoted && text[at] == '\\')
                at++;
            else if (text[at] == '"')
                quoted = !quoted;
            else if (text[at] == ',' && !quoted)
                return at;
        }

        return text.Length;
    }

    /// <summary>RFC 9110 §12.4.2: up to three decimals between 0 and 1. False for a weight that is none, and for a range with other parameters.</summary>
    private static bool TryQuality(ReadOnlySpan<char> parameters, out int thousandths)
    {
        thousandths = 1000;
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim(" \t");
            if (parameter.IsEmpty || parameter.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
                return false;
            var weight = parameter[2..];
            if (weight.Length is 0 or > 5 || weight[0] is not ('0' or '1') || (weight.Length > 1 && weight[1] != '.')
                || !decimal.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > 1)
            {
                return false;
            }

            thousandths = (int)(value * 1000);
            return true;
        }

        return true;
    }
}
