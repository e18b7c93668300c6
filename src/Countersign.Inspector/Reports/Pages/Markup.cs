namespace Countersign.Inspector.Reports.Pages;

/// <summary>A piece of a page that may stand in it as it is.</summary>
internal readonly record struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static Markup None => default;

    /// <summary>Markup of our own around what strangers wrote, which is encoded in its holes.</summary>
    public static Markup Of(MarkupInterpolation markup) => new(markup.ToText());

    /// <summary>Markup when there is something to say, else nothing.</summary>
    public static Markup When(bool isSo, Markup markup) => isSo ? markup : None;

    /// <summary>One piece behind the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces));

    /// <summary>The style sheet of the page, in which nothing is encoded.</summary>
    internal static Markup OfStyle(string sheet) => new(sheet);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
