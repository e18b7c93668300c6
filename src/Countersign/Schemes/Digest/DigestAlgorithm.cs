using System.Collections.Immutable;

namespace Countersign.Schemes.Digest;

/// <summary>An algorithm of RFC 7616 §3.3: a hash, with or without <c>-sess</c>.</summary>
public sealed class DigestAlgorithm
{
    private DigestAlgorithm(string name, string hashName, int hexLength)
    {
        Name = name;
        HashName = hashName;
        HexLength = hexLength;
        IsSession = name != hashName;
    }

    /// <summary>MD5, for old clients only (RFC 7616 §3.2).</summary>
    public static DigestAlgorithm Md5 { get; } = new("MD5", "MD5", 32);

    /// <summary>SHA-256, which everybody has to know (RFC 7616 §3.7).</summary>
    public static DigestAlgorithm Sha256 { get; } = new("SHA-256", "SHA-256", 64);

    /// <summary>SHA-512/256 with an initial value of its own (FIPS 180-4), not a cut SHA-512.</summary>
    public static DigestAlgorithm Sha512T256 { get; } = new("SHA-512-256", "SHA-512-256", 64);

    /// <summary>All of them.</summary>
    public static ImmutableArray<DigestAlgorithm> All { get; } =
    [
        Sha256, Sha512T256, Md5,
        new("SHA-256-sess", "SHA-256", 64), new("SHA-512-256-sess", "SHA-512-256", 64), new("MD5-sess", "MD5", 32),
    ];

    /// <summary>The name in the field, such as <c>SHA-256-sess</c>.</summary>
    public string Name { get; }

    /// <summary>The name without <c>-sess</c>.</summary>
    public string HashName { get; }

    /// <summary>Whether H(A1) depends on nonce and cnonce too (RFC 7616 §3.4.2).</summary>
    public bool IsSession { get; }

    /// <summary>How many hex digits a digest has.</summary>
    public int HexLength { get; }

    /// <summary>The algorithm of a name, whatever its letter case; null when there is none.</summary>
    public static DigestAlgorithm? Find(string name)
    {
        foreach (var algorithm in All)
        {
            if (algorithm.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return algorithm;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
