using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Fixes;

/// <summary>A field that the caller has to set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value, up to the variable.</param>
/// <param name="Variable">The variable that the rest of it stands in, such as <c>TOKEN</c>; null for none.</param>
public sealed record RevisedField(string Name, string Text, string? Variable = null)
{
    /// <summary>A field as it was recorded. For what was taken out of it stands a variable: three stars let nobody in.</summary>
    internal static RevisedField Of(MessageField field)
    {
        var hidden = field.Value.IndexOf("***", StringComparison.Ordinal);
        if (hidden < 0)
            return new(field.Name, field.Value);
        var isAtEnd = hidden == field.Value.Length - 3 && !field.Is("Cookie");
        return new(field.Name, isAtEnd ? field.Value[..hidden] : "", field.Is("Cookie") ? "COOKIE" : "KEY");
    }

    /// <summary>A field with a value such as <c>Bearer $TOKEN</c>. What a recording has in it is no such value: it must not reach into anybody's environment.</summary>
    internal static RevisedField Of(string name, string value)
    {
        var at = value.LastIndexOf('$');
        return at >= 0 && at + 1 < value.Length && value[(at + 1)..].All(c => char.IsAsciiLetterUpper(c) || c == '_') ? new(name, value[..at], value[(at + 1)..]) : new(name, value);
    }
}
