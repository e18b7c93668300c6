namespace Countersign.Client;

/// <summary>Which challenge is answered where credentials would serve for several.</summary>
public enum ChallengeOrder
{
    /// <summary>The strongest: a listener wins least by its answer (RFC 7616 §5.6).</summary>
    Strongest,

    /// <summary>The first that can be answered, as RFC 7616 §3.7 has it for the algorithms of Digest.</summary>
    ServerOrder,
}
