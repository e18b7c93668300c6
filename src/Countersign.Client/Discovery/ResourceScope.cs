namespace Countersign.Client.Discovery;

/// <summary>What an identifier of a resource stands for.</summary>
public enum ResourceScope
{
    /// <summary>The very address that was asked for (RFC 9728 §3.3), its query aside.</summary>
    Address,

    /// <summary>
    /// That address and all below it: an API with one identifier. Only for origins where all paths are of one hand, since whoever has one of them could take
    /// tokens for all.
    /// </summary>
    Folder,
}
