namespace Countersign.Inspector.Lint;

/// <summary>A place in a server's configuration.</summary>
/// <param name="File">The file, as it was named or found.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record ConfigurationPlace(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
