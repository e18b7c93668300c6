using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.Lab.Tunnels;

/// <summary>Issues certificates for whatever host is asked for. Whoever trusts it can be listened to: its key is made for one run and is gone with it, unless somebody keeps it.</summary>
internal sealed class ThrowAwayAuthority : IDisposable
{
    private const int MostKept = 1000;

    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, X509Certificate2> _issued = new(StringComparer.OrdinalIgnoreCase);
    private readonly X509Certificate2 _certificate;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private ThrowAwayAuthority(X509Certificate2 certificate) => _certificate = certificate;

    private ThrowAwayAuthority(TimeProvider clock) => _certificate = Create(clock.GetUtcNow());

    /// <summary>The certificate to trust, in PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>What Chromium calls its key (RFC 7469 §2.4).</summary>
    public string Pin => Convert.ToBase64String(SHA256.HashData(_certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>A fresh one.</summary>
    public static ThrowAwayAuthority Fresh(TimeProvider clock) => new(clock);

    /// <summary>The one of an earlier run, as long as it lasts, or a fresh one whose key is kept for the owner of the file alone.</summary>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    /// <exception cref="CryptographicException">There is something else in it.</exception>
    public static ThrowAwayAuthority Kept(string file, TimeProvider clock)
    {
        if (File.Exists(file))
        {
            var kept = X509Certificate2.CreateFromPemFile(file, file);
            if (kept.NotAfter.ToUniversalTime() > clock.GetUtcNow().UtcDateTime.AddHours(1))
                return new(kept);
            kept.Dispose();
        }

        var fresh = new ThrowAwayAuthority(clock);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var key = fresh._certificate.GetECDsaPrivateKey()!;
        using var text = new StreamWriter(file, options);
        text.Write($"{fresh.Pem}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return fresh;
    }

    /// <summary>A certificate for a host, with its key.</summary>
    public X509Certificate2 For(string host)
    {
        if (_issued.TryGetValue(host, out var known))
            return known;
        if (_issued.Count >= MostKept)
            _issued.Clear();
        return _issued.GetOrAdd(host, Issue);
    }

    public void Dispose()
    {
        foreach (var issued in _issued.Values)
            issued.Dispose();
        _certificate.Dispose();
        _key.Dispose();
    }

    private static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Countersign (for one run)", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now.AddHours(-1), now + Life);
    }

    // All of them have one key: nothing is gained by making others.
    private X509Certificate2 Issue(string host)
    {
        // The common name may be no longer than 64 characters; nobody looks at it.
        var request = new CertificateRequest("CN=Countersign", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var issued = request.Create(_certificate, new DateTimeOffset(_certificate.NotBefore), new DateTimeOffset(_certificate.NotAfter), RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(_key);

        // Windows can't serve with a key that is in memory alone.
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null) : new X509Certificate2(withKey);
    }
}
