using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.Gateway.Hosting;

/// <summary>A listener's certificate, read again when its files change; a broken new one leaves the old in place.</summary>
internal sealed class ReloadingCertificate : IDisposable
{
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly ITimer _timer;
    private (DateTime Certificate, DateTime Key) _stamp;
    private volatile Loaded _current;

    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public ReloadingCertificate(string certificateFile, string keyFile, TimeProvider clock)
    {
        _certificateFile = certificateFile;
        _keyFile = keyFile;
        _stamp = Stamp();
        _current = Load();
        _timer = clock.CreateTimer(_ => Refresh(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>The leaf with its key, ready for handshakes.</summary>
    public X509Certificate2 Leaf => _current.Leaf;

    /// <summary>The rest of the chain.</summary>
    public X509Certificate2Collection Chain => _current.Chain;

    public void Dispose() => _timer.Dispose();

    private void Refresh()
    {
        var stamp = Stamp();
        if (stamp == _stamp)
            return;
        try
        {
            _current = Load();
            _stamp = stamp;
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // A half-written pair: the next look comes in a second.
        }
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));

    private Loaded Load()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificateFile);
        using var pem = X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);
        var leaf = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        return new(leaf, chain);
    }

    private sealed record Loaded(X509Certificate2 Leaf, X509Certificate2Collection Chain);
}
