using System.Security.Cryptography;
using System.Text;

namespace Countersign.Gateway.TokenTools;

/// <summary>Private keys in PEM, as OpenSSL writes them: here only their public half is of interest.</summary>
internal static class PemPrivateKeys
{
    // What 'openssl ecparam -genkey' writes before a key, which names its curve itself.
    private const string Parameters = "EC PARAMETERS";

    /// <summary>The text with each private key of RSA or a NIST curve replaced by its public half; others are left for the reader to refuse.</summary>
    public static byte[] WithPublicHalves(byte[] content)
    {
        if (content.AsSpan().IndexOf("PRIVATE KEY-----"u8) < 0)
            return content;
        var rest = Encoding.Latin1.GetString(content).AsSpan();
        var text = new StringBuilder();
        while (PemEncoding.TryFind(rest, out var block))
        {
            var whole = rest[block.Label] is Parameters ? "" : rest[block.Location].ToString();
            text.Append(rest[..block.Location.Start.Value]).Append(PublicHalfOf(whole, rest[block.Label]) ?? whole);
            rest = rest[block.Location.End.Value..];
        }

        return Encoding.Latin1.GetBytes(text.Append(rest).ToString());
    }

    private static string? PublicHalfOf(string block, ReadOnlySpan<char> label)
    {
        if (label is not ("PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY"))
            return null;
        return Export(RSA.Create(), block) ?? Export(ECDsa.Create(), block);
    }

    private static string? Export(AsymmetricAlgorithm key, string block)
    {
        using (key)
        {
            try
            {
                key.ImportFromPem(block);
                return key.ExportSubjectPublicKeyInfoPem();
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException or PlatformNotSupportedException)
            {
                return null;
            }
        }
    }
}
