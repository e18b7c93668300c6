namespace Countersign.Inspector.Logs.Reading;

/// <summary>A fixed text, or a field as the format writes it.</summary>
internal sealed record LogPiece(string? Literal, LogField Field, string Written, bool MayBeLeftOut = false)
{
    public static LogPiece Of(string literal) => new(literal, LogField.Ignored, literal);

    public static LogPiece Of(LogField field, ReadOnlySpan<char> written) => new(null, field, written.ToString());
}
