using System.Globalization;
using System.Text.Encodings.Web;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>What a prepared content depends on. Everything in it comes from the configuration or a closed list, so there are few.</summary>
internal readonly record struct AnswerKey(Refusal Shown, AnswerMedia Media, string? Area, string? Scheme, string? Login);

/// <summary>Writes the three forms of an answer. Whatever varies is encoded for where it stands.</summary>
internal static class AnswerTexts
{
    /// <summary>Nothing may be loaded or run; only this very style applies.</summary>
    private static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src {PageStyle.PlainSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static AnswerTemplate Write(AnswerKey key) => key.Media switch
    {
        AnswerMedia.Html => Html(key),
        AnswerMedia.Text => Text(key),
        _ => Problem(key),
    };

    /// <summary>Sets the fields that tell what form a content has, and what a page may do.</summary>
    public static void Declare(HttpResponse response, AnswerMedia media)
    {
        response.ContentType = media switch
        {
            AnswerMedia.Html => "text/html; charset=utf-8",
            AnswerMedia.Text => "text/plain; charset=utf-8",
            _ => "application/problem+json",
        };
        if (media != AnswerMedia.Html)
            return;
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>How long to wait, for people: never less than it is, in the unit that they would choose.</summary>
    public static string Wait(long seconds) => seconds switch
    {
        1 => "1 second",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds} seconds"),
        <= 120 * 60 => string.Create(CultureInfo.InvariantCulture, $"{(seconds + 59) / 60} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(seconds + 3599) / 3600} hours"),
    };

    /// <summary>What a program can do then, behind the sentence of its refusal.</summary>
    public static string Retry(string wait) => $" Wait {wait}, then try again.";

    /// <summary>Whether an answer says how long to wait: it is all that its client can do.</summary>
    public static bool TellsToWait(RefusalRow row) => row.Status is 429 or 503;

    private static AnswerTemplate Problem(AnswerKey key)
    {
        var row = key.Shown.Row();
        var json = JavaScriptEncoder.Default;
        var scheme = key.Scheme is null ? "null" : $"\"{json.Encode(key.Scheme)}\"";
        var login = key.Login is null ? "" : $",\"login\":\"{json.Encode(key.Login)}\"";
        return AnswerTemplate.Write(hole =>
        {
            var (detail, retry) = TellsToWait(row) ? (Retry(hole.Wait), $"\"retryAfter\":{hole.Seconds},") : ("", "");
            return $"{{\"type\":\"urn:countersign:refusal:{row.Slug}\",\"title\":\"{json.Encode(row.Title)}\","
                + $"\"status\":{row.Status.ToString(CultureInfo.InvariantCulture)},\"detail\":\"{json.Encode(row.Sentence)}{detail}\",{retry}"
                + $"\"instance\":\"urn:countersign:reference:{hole.Reference}\",\"reason\":\"{row.Slug}\",\"scheme\":{scheme},\"reference\":\"{hole.Reference}\"{login}}}\n";
        });
    }

    private static AnswerTemplate Text(AnswerKey key)
    {
        var row = key.Shown.Row();
        var area = key.Area is null ? "" : $"Area: {key.Area}\n";
        return AnswerTemplate.Write(hole =>
            $"{row.Status.ToString(CultureInfo.InvariantCulture)} {row.Title}\n\n{row.Sentence}\n{WayOut(row, hole.Wait)}\n\n"
            + $"Host: {hole.Host}\n{area}Reason: {row.Slug}\nReference: {hole.Reference}\n");
    }

    private static AnswerTemplate Html(AnswerKey key)
    {
        var row = key.Shown.Row();
        var html = HtmlEncoder.Default;
        var area = key.Area is null ? "" : $"<dt>Area</dt><dd>{html.Encode(key.Area)}</dd>";
        var login = key.Login is null ? "" : $"<p><a href=\"{html.Encode(key.Login)}\">Sign in</a></p>\n";
        return AnswerTemplate.Write(hole =>
            Page(
                row.Title,
                $"<p>{html.Encode(row.Sentence)}</p>\n<p>{WayOut(row, hole.Wait)}</p>\n{login}"
                + $"<dl><dt>Host</dt><dd>{hole.Host}</dd>{area}<dt>Reason</dt><dd>{row.Slug} ({row.Status.ToString(CultureInfo.InvariantCulture)})</dd>"
                + $"<dt>Reference</dt><dd><code>{hole.Reference}</code></dd></dl>"));
    }

    /// <summary>A page with a title and content that is HTML already.</summary>
    public static string Page(string title, string content)
    {
        var heading = HtmlEncoder.Default.Encode(title);
        return $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<meta name=\"robots\" content=\"noindex\"><title>{heading}</title><style>{PageStyle.Plain}</style></head>\n"
            + $"<body><main><h1>{heading}</h1>\n{content}</main></body></html>\n";
    }

    /// <summary>What a person can do now; free of what HTML would have to encode.</summary>
    private static string WayOut(RefusalRow row, string wait) => row.Status switch
    {
        401 => "Check the address. If it is right, reload the page and sign in; if you cannot, give the reference below to whoever runs this site.",
        403 => "Check the address. If you should be let in, give the reference below to whoever runs this site.",
        404 => "Check the address: it may be mistyped, or the page may have moved.",
        _ when TellsToWait(row) => $"Wait {wait}, then reload the page.",
        _ => "Check the address. If a program sent this request, give the reference below to its author.",
    };
}
