using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.AspNetCore.Outbound;

/// <summary>Whom to trust for https when it is not the system's choice.</summary>
internal static class TrustedAuthorities
{
    /// <summary>Trusts the authorities of a PEM file and nobody else; a missing file fails the start, it never falls back to the system's.</summary>
    /// <exception cref="IOException">The file can't be read, or there is no certificate in it.</exception>
    public static SslClientAuthenticationOptions Only(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (CryptographicException failure)
        {
            throw new IOException($"The authorities in {file} can't be read: {failure.Message}", failure);
        }

        if (authorities.Count == 0)
            throw new IOException($"There is no certificate in {file}: who trusts nobody can reach nobody.");
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
