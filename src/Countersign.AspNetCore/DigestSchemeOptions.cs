namespace Countersign.AspNetCore;

/// <summary>Passwords that are never sent (RFC 7616).</summary>
public sealed class DigestSchemeOptions : SchemeOptions
{
    internal DigestSchemeOptions(string name)
        : base(name) => AllowCleartext = true;

    /// <summary>The htdigest file of its users, from the content root of the application. The realm is part of each of its hashes.</summary>
    public string Htdigest { get; set; } = "";

    /// <summary>The algorithms to offer, best first: SHA-256, SHA-512-256, MD5, each also with <c>-sess</c>.</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>The qualities of protection to offer, <c>auth</c> and <c>auth-int</c>; <c>auth</c> when nothing is said.</summary>
    public IList<string> Qop { get; } = [];

    /// <summary>Whether clients may hash the user name.</summary>
    public bool Userhash { get; set; }

    /// <summary>How long a nonce lives.</summary>
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest content that auth-int verifies, in octets.</summary>
    public int MaxContent { get; set; } = 1 << 20;
}
