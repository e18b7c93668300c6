using System.Buffers.Binary;
using System.Text;

namespace Countersign.Gateway.Tests.Tracing;

/// <summary>A protobuf message, read by its wire format alone: fields by number, as OpenTelemetry's proto files number them.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Number, ulong Value, byte[] Content)> _fields = [];

    public ProtoMessage(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes, ref at);
            var value = 0UL;
            var content = Array.Empty<byte>();
            switch (tag & 7)
            {
                case 0:
                    value = Varint(bytes, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at, 8));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    content = bytes[at..(at + length)];
                    at += length;
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at, 4));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"wire type {tag & 7}");
            }

            _fields.Add(((int)(tag >> 3), value, content));
        }
    }

    public ulong Number(int field) => _fields.FirstOrDefault(candidate => candidate.Number == field).Value;

    public byte[] Bytes(int field) => _fields.FirstOrDefault(candidate => candidate.Number == field).Content ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public IEnumerable<ProtoMessage> Messages(params int[] path) =>
        path is [var first, .. var rest]
            ? _fields.Where(field => field.Number == first).SelectMany(field => new ProtoMessage(field.Content).Messages(rest))
            : [this];

    /// <summary>The KeyValues of a field, with the texts and whole numbers among their values.</summary>
    public Dictionary<string, string> Attributes(int field) => Messages(field).ToDictionary(
        pair => pair.Text(1),
        pair => pair.Messages(2).Single() is var value && value.Bytes(1).Length > 0 ? value.Text(1) : $"{value.Number(3)}",
        StringComparer.Ordinal);

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
