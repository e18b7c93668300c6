using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>The head of a FastCGI 1.0 record: version, type, request, length of content and padding.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FastCgiRecord(byte Type, ushort RequestId, ushort Length, byte Padding)
{
    public const int HeadLength = 8;
    public const byte BeginRequest = 1;
    public const byte AbortRequest = 2;
    public const byte EndRequest = 3;
    public const byte Params = 4;
    public const byte Stdin = 5;
    public const byte Stdout = 6;

    private const byte Version = 1;

    /// <summary>Reads a head; null when it is of another version.</summary>
    public static FastCgiRecord? Read(ReadOnlySpan<byte> head) => head[0] != Version
        ? null
        : new(head[1], BinaryPrimitives.ReadUInt16BigEndian(head[2..]), BinaryPrimitives.ReadUInt16BigEndian(head[4..]), head[6]);

    /// <summary>Writes a record whole.</summary>
    public static void Write(Stream to, byte type, ushort requestId, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        head[0] = Version;
        head[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], requestId);
        BinaryPrimitives.WriteUInt16BigEndian(head[4..], (ushort)content.Length);
        to.Write(head);
        to.Write(content);
    }
}
