using Countersign.Client.Failures;

namespace Countersign.Cli.Requests;

/// <summary>How an exchange ended.</summary>
/// <param name="Story">All messages.</param>
internal sealed record RequestOutcome(ExchangeStory Story)
{
    /// <summary>The last answer, its content to be read; null where none came.</summary>
    public HttpResponseMessage? Response { get; init; }

    /// <summary>Why the credentials did not help; null where they did, or there were none.</summary>
    public Failure? Failure { get; init; }

    /// <summary>The scheme that failed; null for none.</summary>
    public string? FailedScheme { get; init; }

    /// <summary>Why no answer came; null where one did.</summary>
    public string? Outage { get; init; }

    /// <summary>How far the content was read.</summary>
    public ContentEnd ContentEnd { get; init; }

    /// <summary>Why only a part of the content is here; null where all of it is.</summary>
    public string? CutOff { get; init; }

    /// <summary>Whether the request got what it asked for: an answer that is no refusal and no failure.</summary>
    public bool IsGood => Failure is null && Outage is null && Response is { StatusCode: < System.Net.HttpStatusCode.BadRequest };
}
