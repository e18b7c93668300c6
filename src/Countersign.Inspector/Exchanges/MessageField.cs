using System.Runtime.InteropServices;

namespace Countersign.Inspector.Exchanges;

/// <summary>A field line.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Value">The value without the white space around it; secrets in it are <c>***</c>.</param>
/// <param name="Line">The line of the source, from 1; 0 where the source has no lines.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MessageField(string Name, string Value, int Line = 0)
{
    /// <summary>Whether the field has this name; names compare case-insensitively (RFC 9110 §5.1).</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
