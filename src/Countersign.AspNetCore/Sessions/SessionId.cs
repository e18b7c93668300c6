using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Sessions;

/// <summary>The form of a session's id: 32 random octets in base64url. The store has its SHA-256: who reads that can't sign in with it.</summary>
internal static class SessionId
{
    private const int Octets = 32;
    private const int Length = 43;

    /// <summary>A new id, from the system's generator.</summary>
    public static string Create()
    {
        Span<byte> octets = stackalloc byte[Octets];
        RandomNumberGenerator.Fill(octets);
        var id = Base64Url.EncodeToString(octets);
        CryptographicOperations.ZeroMemory(octets);
        return id;
    }

    /// <summary>The hash of an id; false for a text that is none.</summary>
    public static bool TryHash(ReadOnlySpan<char> id, Span<byte> hash)
    {
        if (id.Length != Length)
            return false;
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        Span<byte> text = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(id, text);
        SHA256.HashData(text, hash);
        CryptographicOperations.ZeroMemory(text);
        return true;
    }

    /// <summary>Where a hash is looked for: by bits that tell nothing of the id.</summary>
    public static UInt128 BucketOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128LittleEndian(hash);
}
