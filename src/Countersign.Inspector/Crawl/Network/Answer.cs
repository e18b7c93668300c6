using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Crawl.Network;

/// <summary>What came of asking for a place. Its fields may have secrets in them: it goes no further than to who makes a visit of it.</summary>
internal sealed record Answer
{
    /// <summary>The address that was asked last.</summary>
    public required Uri Url { get; init; }

    /// <summary>The status; 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>Where a redirect leads to that was not followed; null for none.</summary>
    public Uri? Location { get; init; }

    /// <summary>How many redirects were followed.</summary>
    public int Redirects { get; init; }

    /// <summary>The media type without parameters, in lower case; null where nobody says.</summary>
    public string? MediaType { get; init; }

    /// <summary>The charset; null where nobody says.</summary>
    public string? Charset { get; init; }

    /// <summary>The field lines of a refusal, for what is made of it.</summary>
    public ImmutableArray<MessageField> Fields { get; init; } = [];

    /// <summary>The content, as far as it was read.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Whether the content was read, and had more.</summary>
    public bool IsCut { get; init; }

    /// <summary>Why the content was not read, where it should have been; null where it was.</summary>
    public string? Unread { get; init; }

    /// <summary>Why there is no answer; null where there is one.</summary>
    public string? Trouble { get; init; }

    /// <summary>Whether that is because it lies in a private network.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether a shared cache says that it has answered by itself.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>How long the host asks to wait; null for not at all.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
