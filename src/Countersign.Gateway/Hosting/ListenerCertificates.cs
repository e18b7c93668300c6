using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>The certificates of a server's listeners, watched as long as the server's container lives.</summary>
internal sealed class ListenerCertificates(ILogger<ReloadingCertificate> log, TimeProvider clock) : IDisposable
{
    private readonly List<ReloadingCertificate> _opened = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<ReloadingCertificate> Opened => _opened;

    /// <exception cref="IOException">The files can't be read, or hold no certificate with its key.</exception>
    public ReloadingCertificate Open(string certificateFile, string keyFile)
    {
        var certificate = new ReloadingCertificate(certificateFile, keyFile, log, clock);
        _opened.Add(certificate);
        return certificate;
    }

    public void Dispose() => _opened.ForEach(certificate => certificate.Dispose());
}
