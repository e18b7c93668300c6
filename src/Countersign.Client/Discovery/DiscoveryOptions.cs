using Countersign.Client.Proofs;
using Countersign.Client.Tokens;

namespace Countersign.Client.Discovery;

/// <summary>How a client finds out who gives tokens for a resource, and whom it believes.</summary>
public sealed class DiscoveryOptions
{
    /// <summary>
    /// The issuers that may be used, letter by letter; empty for any that the resource names. Name them where the client has a secret or a key: a resource that
    /// turns bad could send it to show them elsewhere.
    /// </summary>
    public ICollection<string> Issuers { get; } = [];

    /// <summary>What the identifier of a resource stands for. Default: the very address that was asked for.</summary>
    public ResourceScope ResourceScope { get; set; }

    /// <summary>What becomes of a resource that publishes no metadata. Default: there is no way in.</summary>
    public MissingMetadata MissingMetadata { get; set; }

    /// <summary>Whether metadata and authorization servers may be in private networks. Default: only where the origin itself is written as such an address.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Whether tokens are sent to the origin over http, where anybody on the way can take them; to this machine they are in any case. Default: no.</summary>
    public bool AllowCleartext { get; set; }

    /// <summary>The key that tokens are bound to (DPoP, RFC 9449), which then are asked for, and taken, in no other way; null for none, and Bearer tokens.</summary>
    public DpopKey? Key { get; set; }

    /// <summary>Scopes to ask for in any case, beside those that the resource wants; separated by spaces.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Whether to ask for <c>offline_access</c>, by which servers mean a refresh token, where the authorization server knows it. Default: no.</summary>
    public bool OfflineAccess { get; set; }

    /// <summary>How long is believed what was found. One minute to one day; default one hour.</summary>
    public TimeSpan Lifetime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMinutes(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromHours(1);

    /// <summary>The connections; null for those that do not lead into networks a stranger names. With others, to keep away from those is up to them.</summary>
    public BackChannel? Channel { get; set; }
}
