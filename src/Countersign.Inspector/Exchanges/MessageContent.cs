using System.Text;

namespace Countersign.Inspector.Exchanges;

/// <summary>The content of a message as far as it is known.</summary>
/// <param name="octets">What is known of it, decoded of its content coding; secrets in it are <c>***</c>.</param>
public sealed class MessageContent(ReadOnlyMemory<byte> octets)
{
    private string? _text;

    /// <summary>No content, as far as anybody knows.</summary>
    public static MessageContent None { get; } = new(ReadOnlyMemory<byte>.Empty);

    /// <summary>What is known of it.</summary>
    public ReadOnlyMemory<byte> Octets { get; } = octets;

    /// <summary>How long it is; null where nobody knows.</summary>
    public long? Length { get; init; }

    /// <summary>Whether <see cref="Octets"/> is all of it.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Whether there is none, as far as anybody knows.</summary>
    public bool IsEmpty => Octets.IsEmpty;

    /// <summary>As text; octets that are not UTF-8 are replaced.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(Octets.Span);
}
