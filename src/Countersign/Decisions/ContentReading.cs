namespace Countersign.Decisions;

/// <summary>What became of reading a request's content: the whole of it, or why it can't be had.</summary>
public readonly record struct ContentReading
{
    private ContentReading(ReadOnlyMemory<byte>? content, Refusal? refusal, string? evidence) =>
        (Content, Refusal, Evidence) = (content, refusal, evidence);

    /// <summary>The whole content; null when it can't be had.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>Why not; null when it was read.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What the operator may know about it: never the content.</summary>
    public string? Evidence { get; }

    /// <summary>All of it.</summary>
    public static ContentReading Whole(ReadOnlyMemory<byte> content) => new(content, null, null);

    /// <summary>It is too large, broken, or there is no room for it.</summary>
    public static ContentReading Refuse(Refusal refusal, string evidence) => new(null, refusal, evidence);
}
