using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading;

/// <summary>Reads field lines (RFC 9112 §5).</summary>
internal static class FieldLine
{
    /// <summary>The field; null where there is no name before a colon.</summary>
    public static MessageField? Read(string line, int number)
    {
        var colon = line.IndexOf(':', line.StartsWith(':') ? 1 : 0);
        return colon <= 0 ? null : new(line[..colon].TrimEnd(), line[(colon + 1)..].Trim(' ', '\t'), number);
    }
}
