namespace Countersign.Lab.Simulator;

/// <summary>What addresses and twists of the simulator are about.</summary>
internal enum SimulatorGroup
{
    /// <summary>Any status.</summary>
    Status,

    /// <summary>What a challenge says, and how it is written.</summary>
    Challenge,

    /// <summary>Several challenges in one answer.</summary>
    SeveralChallenges,

    /// <summary>Basic.</summary>
    Basic,

    /// <summary>Digest.</summary>
    Digest,

    /// <summary>Bearer and DPoP.</summary>
    Bearer,

    /// <summary>Tokens on demand.</summary>
    Tokens,

    /// <summary>Refreshing tokens.</summary>
    Refresh,

    /// <summary>Answers that change from one request to the next.</summary>
    Flapping,

    /// <summary>Clocks that differ.</summary>
    Clock,

    /// <summary>Caches.</summary>
    Caching,

    /// <summary>Scripts of other origins.</summary>
    Cors,

    /// <summary>Other statuses in the place of 401.</summary>
    StatusChoice,

    /// <summary>A forward proxy.</summary>
    Proxy,

    /// <summary>Slow, cut off and closed.</summary>
    Transport,

    /// <summary>Cookies.</summary>
    Cookies,

    /// <summary>A site to crawl.</summary>
    Site,

    /// <summary>What other servers do.</summary>
    Servers,

    /// <summary>Contents of refusals.</summary>
    Content,

    /// <summary>Other things that test suites ask of such a server.</summary>
    Echo,

    /// <summary>What the simulator says of itself.</summary>
    Index,
}
