using System.Collections.Immutable;
using Countersign.Inspector.Probes;
using Countersign.Inspector.Reading;

namespace Countersign.Inspector.Exchanges;

/// <summary>The exchanges of one source in their order, and what the source leaves out. No secret is in it: readers take them out before anything else sees them.</summary>
public sealed record Recording
{
    /// <summary>Where it comes from.</summary>
    public required RecordingSource Source { get; init; }

    /// <summary>The exchanges, the first first.</summary>
    public ImmutableArray<Exchange> Exchanges { get; init; } = [];

    /// <summary>What can't be decided by it, since the source does not keep it.</summary>
    public Omissions Omissions { get; init; }

    /// <summary>A token that was given beside it; null for none.</summary>
    public GivenToken? Given { get; init; }

    /// <summary>What could not be read, for the person who gave it.</summary>
    public ImmutableArray<ReadingProblem> Problems { get; init; } = [];

    /// <summary>The questions of the inspector's own: those that were asked are among the exchanges, and those that were not say why.</summary>
    internal ImmutableArray<ProbeResult> Probes { get; init; } = [];

    /// <summary>Reads a transcript: a HAR file, what <c>curl --verbose</c> or <c>--trace</c> wrote, or messages as they stand on the wire. Which it is, is told by what stands in it.</summary>
    /// <param name="transcript">The file as it is, in UTF-8 or UTF-16.</param>
    /// <exception cref="FormatException">It is none of these, or too long.</exception>
    public static Recording Read(ReadOnlyMemory<byte> transcript) => TranscriptReader.Read(transcript, out var problem) ?? throw new FormatException(problem);

    /// <summary>Reads an answer with its content, and the request as the answer names it.</summary>
    /// <param name="response">The answer. Its content is buffered, and can be read afterwards.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<Recording> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken = default) => HttpMessages.ReadAsync(response, cancellationToken);

    /// <summary>Whether this is left out by the source, so that its absence proves nothing.</summary>
    public bool Omits(Omissions what) => (Omissions & what) != Omissions.None;
}
