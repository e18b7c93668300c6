namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>A piece of a page that may stand in it as it is.</summary>
internal readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    /// <summary>Markup of our own around what others wrote, which is encoded in its holes.</summary>
    public static Html Of(HtmlInterpolation markup) => new(markup.ToMarkup());

    /// <summary>Markup when there is something to say, else nothing.</summary>
    public static Html When(bool isSo, Html markup) => isSo ? markup : None;

    /// <summary>One piece behind the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    /// <summary>A style sheet of our own, in which nothing is encoded.</summary>
    internal static Html OfStyle(string sheet) => new(sheet);

    /// <summary>A script of our own, in which nothing is encoded.</summary>
    internal static Html OfScript(string script) => new($"<script>{script}</script>");

    /// <inheritdoc/>
    public override string ToString() => _markup ?? "";
}
