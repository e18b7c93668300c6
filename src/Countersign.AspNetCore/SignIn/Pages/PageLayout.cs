using Countersign.AspNetCore.Admission;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The frame of every page: whole without script, in the operator's colours where there is a theme.</summary>
internal static class PageLayout
{
    /// <summary>A page.</summary>
    /// <param name="theme">The operator's look.</param>
    /// <param name="text">Its language.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="content">What stands below the heading.</param>
    /// <param name="isWide">Whether it shows a list rather than a form.</param>
    public static string Write(PageTheme theme, PageText text, string title, Html content, bool isWide = false)
    {
        var service = theme.Service is { } name ? $"{title} – {name}" : title;
        var sheet = theme.Find("style.css") is { } style ? Html.Of($"<link rel=\"stylesheet\" href=\"{AddressOf(style)}\">") : Html.None;
        var icon = theme.Find("favicon.svg", "favicon.ico", "favicon.png") is { } found
            ? Html.Of($"<link rel=\"icon\" href=\"{AddressOf(found)}\">") : Html.Of($"<link rel=\"icon\" href=\"data:,\">");
        var logo = theme.Find("logo.svg", "logo.png") is { } picture ? Html.Of($"<img class=\"logo\" src=\"{AddressOf(picture)}\" alt=\"{theme.Service}\">") : Html.None;
        var above = theme.Service is { } shown && theme.Find("logo.svg", "logo.png") is null ? Html.Of($"<p class=\"service\">{shown}</p>") : Html.None;
        return Html.Of($"""
            <!doctype html>
            <html lang="{text.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{service}</title>{icon}<style>{Html.OfStyle(PageStyle.Forms)}</style>{sheet}</head>
            <body><main{Html.When(isWide, Html.Of($" class=\"wide\""))}>{logo}{above}<h1>{title}</h1>
            {content}
            </main></body></html>

            """).ToString().ReplaceLineEndings("\n");
    }

    /// <summary>What the page may load and run: its own style, the theme's files, and no script but its own. <paramref name="furtherTarget"/>: an origin to which a form's answer leads on; <paramref name="scripts"/>: what lets its scripts run.</summary>
    public static string PolicyFor(PageTheme theme, string? furtherTarget = null, string? scripts = null)
    {
        var own = theme.Assets.IsEmpty ? "" : " 'self'";
        var further = furtherTarget is null ? "" : " " + furtherTarget;
        var script = scripts is null ? "" : $" script-src {scripts};";
        return $"default-src 'none';{script} style-src {PageStyle.FormsSource}{own}; img-src{own} data:; base-uri 'none'; form-action 'self'{further}; frame-ancestors 'none'";
    }

    private static string AddressOf(PageAsset asset) => $"{PageTheme.Folder}{asset.Name}?v={asset.Version}";
}
