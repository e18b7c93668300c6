namespace Countersign.Inspector.Fixes;

/// <summary>A field that the caller has to set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value, up to the variable.</param>
/// <param name="Variable">The variable that the rest of it stands in, such as <c>TOKEN</c>; null for none.</param>
public sealed record RevisedField(string Name, string Text, string? Variable = null)
{
    /// <summary>A field with a value such as <c>Bearer $TOKEN</c>. What a recording has in it is no such value: it must not reach into anybody's environment.</summary>
    internal static RevisedField Of(string name, string value)
    {
        var at = value.LastIndexOf('$');
        return at >= 0 && at + 1 < value.Length && value[(at + 1)..].All(c => char.IsAsciiLetterUpper(c) || c == '_') ? new(name, value[..at], value[(at + 1)..]) : new(name, value);
    }
}
