using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>All ways in which the proxy behaves. Without any it wants Basic credentials and passes everything else on.</summary>
internal static class ProxyTwists
{
    /// <summary>No question of its own.</summary>
    public static ProxyTwist Open { get; } = new("open", "Wants no credentials of its own.") { IsBehind = true };

    /// <summary>Digest.</summary>
    public static ProxyTwist Digest { get; } = new("digest", "Wants Digest, SHA-256 or MD5, in the place of Basic (RFC 7616 §3.8).");

    /// <summary>No challenge.</summary>
    public static ProxyTwist NoChallenge { get; } = new("no-challenge", "407 without Proxy-Authenticate, which has to be there (RFC 9110 §15.5.8).", "challenge/missing-proxy");

    /// <summary>The field of origins.</summary>
    public static ProxyTwist WrongField { get; } = new("wrong-field", "407 with WWW-Authenticate, which is the origin's (RFC 9110 §11.7.1).", "challenge/wrong-field");

    /// <summary>The status of origins.</summary>
    public static ProxyTwist AsOrigin { get; } = new("as-origin", "401 with WWW-Authenticate, as if the origin asked: clients send it what is meant for the proxy, or nobody (RFC 9110 §15.5.8).", "transport/cleartext-challenge");

    /// <summary>Credentials that do not arrive.</summary>
    public static ProxyTwist StripAuthorization { get; } = new("strip-authorization", "Takes Authorization off what it passes on, so that nobody gets in behind it (RFC 9110 §11.6.2).") { At = "/digest-auth/auth/anna/secret/SHA-256", IsBehind = true };

    /// <summary>Another challenge.</summary>
    public static ProxyTwist RewriteChallenge { get; } = new("rewrite-challenge", "Puts Basic in the place of what the origin asks, so that a password is sent to be read (RFC 9110 §11.6.1).", "transport/cleartext-challenge") { At = "/digest-auth/auth/anna/secret/SHA-256", IsBehind = true };

    /// <summary>No challenge of the origin's.</summary>
    public static ProxyTwist DropChallenge { get; } = new("drop-challenge", "Takes the origin's challenge off (RFC 9110 §11.6.1).", "challenge/missing") { At = "/basic-auth/anna/secret", IsBehind = true };

    /// <summary>No tunnels.</summary>
    public static ProxyTwist NoTunnel { get; } = new("no-tunnel", "Refuses CONNECT with 403 to those whom it lets through otherwise.") { IsBehind = true };

    /// <summary>All of them.</summary>
    public static ImmutableArray<ProxyTwist> All { get; } = [Open, Digest, NoChallenge, WrongField, AsOrigin, StripAuthorization, RewriteChallenge, DropChallenge, NoTunnel];

    /// <summary>The one of a label; null for none.</summary>
    public static ProxyTwist? Find(string name) => All.FirstOrDefault(twist => twist.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
