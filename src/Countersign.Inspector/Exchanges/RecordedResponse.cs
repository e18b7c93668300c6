namespace Countersign.Inspector.Exchanges;

/// <summary>An answer as it came, without its secrets.</summary>
public sealed record RecordedResponse
{
    /// <summary>The status.</summary>
    public required int Status { get; init; }

    /// <summary>The reason phrase; empty in HTTP/2 and later.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Such as <c>HTTP/1.1</c>; null where nobody knows.</summary>
    public string? Version { get; init; }

    /// <summary>The fields.</summary>
    public MessageFields Fields { get; init; } = MessageFields.None;

    /// <summary>The content.</summary>
    public MessageContent Content { get; init; } = MessageContent.None;
}
