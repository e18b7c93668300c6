using System.Security.Cryptography.X509Certificates;

namespace Countersign.Gateway.Tests.Doctor;

internal static class TestCertificates
{
    /// <summary>A certificate with its key, as a server takes it.</summary>
    public static X509Certificate2 Load((string Certificate, string Key) issued)
    {
        using var pem = X509Certificate2.CreateFromPem(issued.Certificate, issued.Key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
