namespace Countersign;

/// <summary>A text that must not be shown. <see cref="ToString"/> is <c>***</c>.</summary>
/// <param name="value">The secret.</param>
public sealed class Secret(string value)
{
    /// <summary>The secret itself; never for a log, an exception, a metric or an URL.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
