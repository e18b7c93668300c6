using System.Reflection;
using System.Runtime.InteropServices;

namespace Countersign.Tokens.Keys;

/// <summary>Ed25519 by OpenSSL's libcrypto, the same library that the framework uses on Linux and does not offer it from. The C names are OpenSSL's.</summary>
internal static class LibCrypto
{
    /// <summary>How many octets a public key and a private seed have (RFC 8032 §5.1.5).</summary>
    public const int KeyLength = 32;

    /// <summary>How many octets a signature has (RFC 8032 §5.1.6).</summary>
    public const int SignatureLength = 64;

    private const string Name = "libcrypto";
    private const int Ed25519 = 1087;   // EVP_PKEY_ED25519

    // With their versions: the name alone is another library on macOS and anybody's on Windows.
    private static readonly string[] Files = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto.1.1.dylib"];
    private static readonly bool Works = TryLoad() && TryMakeKey();

    /// <summary>Whether the library was found, is new enough and may make such keys: one that is bound to FIPS 140-2 may not.</summary>
    public static bool IsAvailable => Works;

    /// <summary>A public key of 32 octets.</summary>
    public static EvpKey Public(ReadOnlySpan<byte> key) => Known(EVP_PKEY_new_raw_public_key(Ed25519, 0, in MemoryMarshal.GetReference(key), (nuint)key.Length));

    /// <summary>A private key of a seed of 32 octets.</summary>
    public static EvpKey Private(ReadOnlySpan<byte> seed) => Known(EVP_PKEY_new_raw_private_key(Ed25519, 0, in MemoryMarshal.GetReference(seed), (nuint)seed.Length));

    /// <summary>The public octets of a key.</summary>
    public static byte[] PublicOctets(EvpKey key)
    {
        var octets = new byte[KeyLength];
        var length = (nuint)octets.Length;
        Demand(EVP_PKEY_get_raw_public_key(key, ref octets[0], ref length));
        return octets;
    }

    /// <summary>Whether a signature is the key's over the input.</summary>
    public static bool Verify(EvpKey key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        var context = EVP_MD_CTX_new();
        try
        {
            return context != 0
                && EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
                && EVP_DigestVerify(context, in MemoryMarshal.GetReference(signature), (nuint)signature.Length, in MemoryMarshal.GetReference(input), (nuint)input.Length) == 1;
        }
        finally
        {
            EVP_MD_CTX_free(context);

            // A refusal leaves an error in the thread's queue, where the framework's own calls would find it.
            ERR_clear_error();
        }
    }

    /// <summary>The key's signature over the input.</summary>
    public static byte[] Sign(EvpKey key, ReadOnlySpan<byte> input)
    {
        var signature = new byte[SignatureLength];
        var length = (nuint)signature.Length;
        var context = EVP_MD_CTX_new();
        try
        {
            Demand(EVP_DigestSignInit(context, 0, 0, 0, key));
            Demand(EVP_DigestSign(context, ref signature[0], ref length, in MemoryMarshal.GetReference(input), (nuint)input.Length));
            return signature;
        }
        finally
        {
            EVP_MD_CTX_free(context);
        }
    }

    private static EvpKey Known(EvpKey key) => key.IsInvalid ? throw new System.Security.Cryptography.CryptographicException("libcrypto takes no Ed25519 key.") : key;

    private static void Demand(int result)
    {
        if (result == 1)
            return;
        ERR_clear_error();
        throw new System.Security.Cryptography.CryptographicException("libcrypto failed over an Ed25519 key.");
    }

    private static bool TryLoad()
    {
        foreach (var file in Files)
        {
            // EVP_DigestSign is of 1.1.1, which brought Ed25519.
            if (NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, "EVP_DigestSign", out _))
            {
                NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? library : 0);
                return true;
            }
        }

        return false;
    }

    private static bool TryMakeKey()
    {
        using var key = EVP_PKEY_new_raw_private_key(Ed25519, 0, in (new byte[KeyLength])[0], KeyLength);
        return !key.IsInvalid;
    }

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern EvpKey EVP_PKEY_new_raw_public_key(int type, nint engine, in byte key, nuint length);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern EvpKey EVP_PKEY_new_raw_private_key(int type, nint engine, in byte key, nuint length);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_get_raw_public_key(EvpKey key, ref byte octets, ref nuint length);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint hash, nint engine, EvpKey key);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestVerify(nint context, in byte signature, nuint signatureLength, in byte input, nuint inputLength);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestSignInit(nint context, nint keyContext, nint hash, nint engine, EvpKey key);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestSign(nint context, ref byte signature, ref nuint signatureLength, in byte input, nuint inputLength);

    [DllImport(Name), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void ERR_clear_error();

    /// <summary>An EVP_PKEY: never changed once made, so any number of threads may use it at once.</summary>
    internal sealed class EvpKey : SafeHandle
    {
        /// <summary>For the marshaller.</summary>
        public EvpKey()
            : base(0, ownsHandle: true)
        {
        }

        /// <inheritdoc/>
        public override bool IsInvalid => handle == 0;

        /// <inheritdoc/>
        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }
}
