namespace Countersign.Inspector.Tokens;

/// <summary>The clocks by which a token is looked at.</summary>
/// <param name="Here">The time of this machine.</param>
/// <param name="Server">What a server said that the time is (RFC 9110 §6.6.1), at the same moment; null when nobody was asked.</param>
internal sealed record TokenClocks(DateTimeOffset Here, DateTimeOffset? Server = null)
{
    /// <summary>What to call the first of them in a sentence.</summary>
    public string Name { get; init; } = "this machine's clock";

    /// <summary>How far the server is ahead of this machine; null when nobody was asked.</summary>
    public TimeSpan? Ahead => Server - Here;
}
