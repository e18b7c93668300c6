using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Countersign.TestKit;

namespace Countersign.EndToEnd.Lint;

/// <summary>A request sent as it is written: clients would tidy up its path.</summary>
internal static class RawRequest
{
    private const string Subject = "CN=www.example.org";

    /// <summary>The status of the answer.</summary>
    public static async Task<int> StatusAsync(LintRequest request, int port, CancellationToken cancel)
    {
        var host = new Uri(request.Url).Host;
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, cancel);
        await using var stream = await WrapAsync(tcp.GetStream(), request.Url.StartsWith("https:", StringComparison.Ordinal), host, cancel);
        var authorization = request.IsAuthorized ? $"Authorization: Basic {Convert.ToBase64String("anna:x"u8)}\r\n" : "";
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{request.Method} {request.Target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n{authorization}\r\n"), cancel);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync(cancel) ?? throw new IOException($"no answer to {request}");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>A certificate with its key, as servers read it from one file.</summary>
    public static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    private static async Task<Stream> WrapAsync(Stream stream, bool isTls, string host, CancellationToken cancel)
    {
        if (!isTls)
            return stream;
        var tls = new SslStream(stream, false, (_, certificate, _, _) => certificate?.Subject == Subject);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancel);
        return tls;
    }
}
