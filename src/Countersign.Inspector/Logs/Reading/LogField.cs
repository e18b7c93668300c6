namespace Countersign.Inspector.Logs.Reading;

/// <summary>What a field of a line holds, as far as it matters here.</summary>
internal enum LogField : byte
{
    Ignored,
    Client,

    /// <summary>A list of addresses, of which the first is the client's.</summary>
    Forwarded,
    User,
    Time,
    Request,
    Method,
    Target,
    Status,
    Agent,
    Node,

    /// <summary>The value of Authorization or its scheme alone: only whether it is there and its first word are taken.</summary>
    Authorization,

    /// <summary>The slug of a refusal, of the gateway's own log.</summary>
    Reason,
}
