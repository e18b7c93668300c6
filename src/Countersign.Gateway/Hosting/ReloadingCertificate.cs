using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Gateway.Configuration;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>A listener's certificate, read again when its files change; a broken new one leaves the old in place.</summary>
internal sealed class ReloadingCertificate : IDisposable
{
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private (string Certificate, string Key) _stamp;
    private (string Certificate, string Key) _broken;
    private volatile SslStreamCertificateContext _current;

    /// <exception cref="IOException">The files can't be read, or hold no certificate with its key.</exception>
    public ReloadingCertificate(string certificateFile, string keyFile, ILogger log, TimeProvider clock)
    {
        _certificateFile = certificateFile;
        _keyFile = keyFile;
        _log = log;
        _stamp = Stamp();
        try
        {
            _current = Load();
        }
        catch (Exception failure) when (IsOfFiles(failure))
        {
            throw new IOException($"The certificate {certificateFile} can't be used: {ProblemOf(failure)}", failure);
        }

        _timer = clock.CreateTimer(_ => Refresh(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>The file that it is read from.</summary>
    public string File => _certificateFile;

    /// <summary>The leaf with its key and the rest of the chain, ready for handshakes.</summary>
    public SslStreamCertificateContext Current => _current;

    public void Dispose() => _timer.Dispose();

    private void Refresh()
    {
        var stamp = default((string, string));
        try
        {
            stamp = Stamp();
            if (stamp == _stamp)
                return;
            _current = Load();
            _stamp = stamp;
            _log.CertificateLoaded(_certificateFile);
        }
        catch (Exception failure)
        {
            // A half-written pair, maybe: the next look comes in a second. Said once for each state of the files.
            if (stamp != _broken)
                _log.CertificateRejected(_certificateFile, ProblemOf(failure));
            _broken = stamp;
        }
    }

    private static bool IsOfFiles(Exception failure) =>
        failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException;

    // A key of another certificate comes as an argument with a parameter's name, which says nothing to an operator.
    private static string ProblemOf(Exception failure) => failure is ArgumentException ? "The key is not that of the certificate." : failure.Message;

    // The times of replaced links would tell nothing: a link to a folder of another version leaves those of the files before it.
    private (string, string) Stamp() => (FileStamps.Of(_certificateFile), FileStamps.Of(_keyFile));

    private SslStreamCertificateContext Load()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificateFile);
        using var pem = X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);
        var leaf = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }
}
