using System.Collections.Immutable;

namespace Countersign.Cli.Requests.Recording;

/// <summary>One message as it was sent, and its answer.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
/// <param name="StartedAt">When it was sent.</param>
internal sealed record RecordedMessage(string Method, Uri Url, DateTimeOffset StartedAt)
{
    /// <summary>How much of a content is kept, in octets.</summary>
    public const int KeptOctets = 1024 * 1024;

    /// <summary>The version, as it was spoken; before the answer, as it was wanted.</summary>
    public required Version Version { get; set; }

    /// <summary>The fields, with those of the content.</summary>
    public required ImmutableArray<(string Name, string Value)> Fields { get; init; }

    /// <summary>The content; null for none.</summary>
    public BoundedCopy? Content { get; init; }

    /// <summary>How long it took until the answer began.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>Its answer; null where none came.</summary>
    public RecordedAnswer? Answer { get; set; }

    /// <summary>Why no answer came.</summary>
    public string? Outage { get; set; }

    /// <summary>The first value of a field; null where there is none.</summary>
    public string? Find(string name) => RecordedAnswer.Find(Fields, name);
}
