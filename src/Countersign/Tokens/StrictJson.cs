using System.Text;
using System.Text.Unicode;

namespace Countersign.Tokens;

/// <summary>
/// The gate before the framework's JSON readers: what passes is a JSON object in UTF-8 (RFC 8259) that every reader understands alike (RFC 7493),
/// so that they can't throw over it. It says where the fault lies instead of throwing.
/// </summary>
internal static class StrictJson
{
    /// <summary>How deep objects and arrays may lie in one another.</summary>
    public const int MaxDepth = 16;

    /// <summary>How many members an object may have.</summary>
    public const int MaxMembers = 1000;

    private const int NamesOnStack = 64;

    /// <summary>Null when <paramref name="text"/> is a sound object; else the first fault, counted in octets.</summary>
    public static TokenFault? CheckObject(ReadOnlySpan<byte> text, int maxLength, TokenPart part)
    {
        if (text.Length > maxLength)
            return new(TokenFaultKind.JsonTooLong, part, maxLength, text.Length - maxLength);
        if (!Utf8.IsValid(text))
            return new(TokenFaultKind.JsonNotUtf8, part, FirstForeignOctet(text), 1);

        var scan = new StrictJsonScan(text, stackalloc ulong[NamesOnStack]);
        return scan.Run(out var isObject) switch
        {
            { } fault => fault with { Part = part },
            null when !isObject => new(TokenFaultKind.JsonNotAnObject, part, 0, text.Length),
            _ => null,
        };
    }

    private static int FirstForeignOctet(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }
}
