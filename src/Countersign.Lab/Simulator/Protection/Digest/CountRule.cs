namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Which counts of a nonce are taken.</summary>
internal enum CountRule
{
    /// <summary>Each once, in any order (RFC 7616 §3.4).</summary>
    Once,

    /// <summary>All, over and over: replays are not seen.</summary>
    Any,

    /// <summary>Only the one behind the last.</summary>
    InOrder,
}
