using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The system's crypt(3): libxcrypt's bcrypt, SHA-crypt and yescrypt.</summary>
internal static class LibCrypt
{
    /// <summary>What to tell the operator where the library is missing.</summary>
    public const string Missing =
        "libcrypt.so.1 (libxcrypt) is not on this machine, so bcrypt, SHA-crypt and yescrypt hashes can't be checked; install libcrypt1 or libxcrypt";

    /// <summary>The longest password that crypt(3) takes, in octets (CRYPT_MAX_PASSPHRASE_SIZE less the final NUL).</summary>
    public const int MaxPassword = 511;

    // struct crypt_data is 32 KiB in libxcrypt and, with other members, up to 128 KiB in the C library before it.
    private const int StateSize = 1 << 17;
    private const int OutputSize = 384;

    private static readonly nint Library = Load();
    private static readonly Crypt? CryptFunction = Find<Crypt>("crypt_r");
    private static readonly GenerateSalt? GenerateSaltFunction = Find<GenerateSalt>("crypt_gensalt_rn");

    [ThreadStatic]
    private static byte[]? _state;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Crypt(byte[] phrase, byte[] setting, byte[] state);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GenerateSalt(byte[] prefix, CULong count, byte[] random, int randomLength, byte[] output, int outputLength);

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable => CryptFunction is not null;

    /// <summary>The hash of a password under the setting that starts a stored hash; null when the library does not know the setting.</summary>
    public static string? Compute(ReadOnlySpan<byte> password, string setting)
    {
        if (CryptFunction is null)
            return null;
        var phrase = new byte[password.Length + 1];
        password.CopyTo(phrase);

        // Pinned for good: the result points into it.
        var state = _state ??= GC.AllocateArray<byte>(StateSize, pinned: true);
        try
        {
            var result = CryptFunction(phrase, Terminated(setting), state);
            var text = result == 0 ? null : Marshal.PtrToStringUTF8(result);

            // A text that starts with an asterisk is how crypt(3) fails.
            return text is null || text.StartsWith('*') ? null : text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(phrase);
            CryptographicOperations.ZeroMemory(state);
        }
    }

    /// <summary>A fresh setting: prefix, cost and random salt; null when the library does not know the prefix or the cost.</summary>
    public static string? NewSetting(string prefix, uint cost)
    {
        if (GenerateSaltFunction is null)
            return null;
        var output = new byte[OutputSize];
        var random = RandomNumberGenerator.GetBytes(16);
        return GenerateSaltFunction(Terminated(prefix), new CULong(cost), random, random.Length, output, output.Length) == 0
            ? null
            : Encoding.ASCII.GetString(output.AsSpan(0, output.AsSpan().IndexOf((byte)0)));
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static nint Load()
    {
        foreach (var name in (string[])["libcrypt.so.1", "libcrypt.so.2"])
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return library;
        }

        return 0;
    }

    private static T? Find<T>(string name)
        where T : Delegate =>
        Library != 0 && NativeLibrary.TryGetExport(Library, name, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
