using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;

namespace Countersign.Lab.Tunnels;

/// <summary>The request for a tunnel (RFC 9110 §9.3.6): where it leads, and its fields.</summary>
/// <param name="Authority">The host and port.</param>
/// <param name="Fields">The fields.</param>
internal sealed record ConnectHead(string Authority, ImmutableArray<(string Name, string Value)> Fields)
{
    /// <summary>How long it may be.</summary>
    public const int MaxLength = 32 * 1024;

    private static ReadOnlySpan<byte> Begin => "CONNECT "u8;

    /// <summary>Whether what has come so far begins one; null where more of it is needed.</summary>
    public static bool? Begins(ReadOnlySequence<byte> octets)
    {
        var length = (int)Math.Min(octets.Length, Begin.Length);
        Span<byte> first = stackalloc byte[length];
        octets.Slice(0, length).CopyTo(first);
        return !Begin.StartsWith(first) ? false : length == Begin.Length ? true : null;
    }

    /// <summary>The octets of one out of a connection; null where the connection begins with something else, which is left there.</summary>
    public static async Task<ReadOnlySequence<byte>?> ReadAsync(PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel);
            var octets = read.Buffer;
            var begins = octets.IsEmpty ? null : Begins(octets);
            if (begins == false || read.IsCompleted || octets.Length > MaxLength)
            {
                input.AdvanceTo(octets.Start);
                return null;
            }

            if (begins == true && EndOf(octets) is { } end)
            {
                var head = new ReadOnlySequence<byte>(octets.Slice(0, end).ToArray());
                input.AdvanceTo(end);
                return head;
            }

            input.AdvanceTo(octets.Start, octets.End);
        }
    }

    /// <summary>Reads it; null for one that is broken.</summary>
    public static ConnectHead? Read(ReadOnlySequence<byte> octets)
    {
        var lines = Encoding.Latin1.GetString(octets).Split('\n');
        var words = lines[0].TrimEnd('\r').Split(' ');
        if (words is not ["CONNECT", var authority, ['H', 'T', 'T', 'P', '/', '1', '.', ..]] || !Uri.TryCreate($"https://{authority}/", UriKind.Absolute, out var url) || url.Host.Length == 0 || url.UserInfo.Length > 0 || !authority.Contains(':', StringComparison.Ordinal) || url.PathAndQuery != "/")
            return null;
        var fields = lines.Skip(1).Select(line => line.TrimEnd('\r')).Where(line => line.IndexOf(':', StringComparison.Ordinal) > 0)
            .Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
        return new(authority, [.. fields]);
    }

    /// <summary>The host.</summary>
    public string Host => new Uri($"https://{Authority}/").IdnHost.Trim('[', ']');

    /// <summary>The port.</summary>
    public int Port => new Uri($"https://{Authority}/").Port;

    private static SequencePosition? EndOf(ReadOnlySequence<byte> octets)
    {
        var reader = new SequenceReader<byte>(octets);
        return reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n\r\n"u8) ? reader.Position : null;
    }
}
