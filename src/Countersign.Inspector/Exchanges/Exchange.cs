namespace Countersign.Inspector.Exchanges;

/// <summary>One request and its answer.</summary>
public sealed record Exchange
{
    /// <summary>Its place in the recording, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What was asked; null where the source has answers alone.</summary>
    public RecordedRequest? Request { get; init; }

    /// <summary>What was answered; null where nothing was, or the source has requests alone.</summary>
    public RecordedResponse? Response { get; init; }

    /// <summary>What kind of leg it is.</summary>
    public ExchangeRole Role { get; init; }

    /// <summary>When the request began; null where nobody knows.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took until the answer's fields were there; null where nobody knows.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The address that answered, with its port; null where nobody knows.</summary>
    public string? Peer { get; init; }

    /// <summary>Why there is no answer, in the words of who tried; null where there is one, or nobody knows.</summary>
    public string? Trouble { get; init; }

    /// <summary>The status, 0 without an answer.</summary>
    public int Status => Response?.Status ?? 0;

    /// <summary>Whether credentials were asked for: 401 or 407.</summary>
    public bool IsChallenge => Status is 401 or 407;
}
