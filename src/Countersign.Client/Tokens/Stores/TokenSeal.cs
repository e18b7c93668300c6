using System.Security.Cryptography;

namespace Countersign.Client.Tokens.Stores;

/// <summary>Makes of token families what may lie on a disk: only who has the key can read it, or change it, or put it under another name.</summary>
public abstract class TokenSeal
{
    /// <summary>By what stores know one sealed family from another: no two are alike.</summary>
    public static string VersionOf(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(SHA256.HashData(octets)[..16]);

    /// <summary>Seals a family for a name.</summary>
    public byte[] Seal(TokenFamily family, string name)
    {
        ArgumentNullException.ThrowIfNull(family);
        return Protect(TokenFamilyText.Write(family), name);
    }

    /// <summary>Opens what was sealed for a name.</summary>
    /// <exception cref="UnreadableTokensException">It was sealed with another key or for another name, or is damaged.</exception>
    public TokenFamily Open(byte[] octets, string name)
    {
        ArgumentNullException.ThrowIfNull(octets);
        var version = VersionOf(octets);
        return Unprotect(octets, name) is { } text && TokenFamilyText.Read(text) is { } family
            ? family with { Version = version }
            : throw new UnreadableTokensException("The tokens kept can't be read: they were sealed with another key, or are damaged.", version);
    }

    /// <summary>Seals what lies beside the families.</summary>
    internal byte[] SealOctets(byte[] octets, string name) => Protect(octets, name);

    /// <summary>Opens it; null when it was sealed with another key or for another name, or is damaged.</summary>
    internal byte[]? OpenOctets(byte[] octets, string name) => Unprotect(octets, name);

    /// <summary>Encrypts, each time to something else.</summary>
    /// <param name="octets">What is to be hidden.</param>
    /// <param name="name">What it is bound to.</param>
    protected abstract byte[] Protect(byte[] octets, string name);

    /// <summary>Decrypts; null when it is not ours, not bound to the name, or altered. Never throws.</summary>
    protected abstract byte[]? Unprotect(byte[] octets, string name);
}
