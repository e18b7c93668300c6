namespace Countersign.Addresses;

/// <summary>Where an address of the network lies.</summary>
public enum AddressKind
{
    /// <summary>Anybody can reach it.</summary>
    Public,

    /// <summary>Within a network that is not open to all.</summary>
    Private,

    /// <summary>On this machine.</summary>
    Loopback,

    /// <summary>Nowhere: it stands in examples alone (RFC 5737, RFC 3849, RFC 9637).</summary>
    Documentation,

    /// <summary>Nothing that a server is behind, or one that tells secrets to whoever comes from this machine.</summary>
    Forbidden,
}
