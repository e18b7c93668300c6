namespace Countersign.Inspector.Logs.Reading;

/// <summary>What a format can tell.</summary>
[Flags]
internal enum LogFields
{
    None = 0,
    Client = 1,
    User = 2,
    Agent = 4,
    Node = 8,

    /// <summary>Whether credentials came.</summary>
    Credentials = 16,

    /// <summary>Why each request was refused.</summary>
    Reasons = 32,

    /// <summary>Requests that were let in, and not refusals alone.</summary>
    Admitted = 64,
    Target = 128,
}
