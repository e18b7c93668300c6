namespace Countersign.Inspector.Intake;

/// <summary>The beginning of a text that has room for so much of it.</summary>
internal static class Prefix
{
    /// <summary>So many characters at most, and no half of one.</summary>
    public static string Of(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) && char.IsLowSurrogate(text[length]) ? length - 1 : length)];
}
