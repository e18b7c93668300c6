namespace Countersign.Client.Discovery;

/// <summary>Where an address of the network lies.</summary>
internal enum AddressKind
{
    /// <summary>Anybody can reach it.</summary>
    Public,

    /// <summary>Within a network that is not open to all.</summary>
    Private,

    /// <summary>On this machine.</summary>
    Loopback,

    /// <summary>Nothing that a server is behind, or one that tells secrets to whoever comes from this machine.</summary>
    Forbidden,
}
