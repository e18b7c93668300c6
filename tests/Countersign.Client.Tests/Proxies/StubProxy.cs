using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Countersign.Client.Tests.Proxies;

/// <summary>A proxy on loopback that answers each message by a function and keeps what it saw. What the function does not answer is a tunnel to an origin.</summary>
internal sealed class StubProxy : IAsyncDisposable
{
    public const string Basic = "Proxy-Authenticate: Basic realm=\"proxy\"";

    /// <summary>Lets a tunnel through.</summary>
    public const string? Open = null;

    /// <summary>Does not answer at all.</summary>
    public const string Silence = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<ProxySeen, string?> _answer;
    private readonly int _originPort;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<ProxySeen> _requests = new();

    /// <param name="answer">What is written for a message; null to open a tunnel.</param>
    /// <param name="originPort">The port on loopback where tunnels end, whatever host they are for.</param>
    /// <param name="certificate">For a proxy that speaks TLS.</param>
    public StubProxy(Func<ProxySeen, string?> answer, int originPort = 0, X509Certificate2? certificate = null)
    {
        (_answer, _originPort, _certificate) = (answer, originPort, certificate);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{(_certificate is null ? "http" : "https")}://{(_certificate is null ? "127.0.0.1" : "localhost")}:{Port}");

    public IReadOnlyList<ProxySeen> Requests => [.. _requests];

    /// <summary>The subject of the certificate that a client showed over TLS; null for none.</summary>
    public string? ClientCertificate { get; private set; }

    /// <summary>One that asks until it gets this field, and lets through then.</summary>
    public static StubProxy Asking(string until, int originPort = 0, string challenge = Basic) =>
        new(seen => seen.ProxyAuthorization == until ? seen.Method == "CONNECT" ? Open : Answer(200) : Refusal(challenge), originPort);

    public static string Answer(int status, params string[] fields) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Told\r\nContent-Length: 2\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\nok");

    public static string Refusal(params string[] fields) => Answer(407, fields);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var number = 1; ; number++)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), number);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using var ends = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    {
                        ClientCertificate ??= shown?.Subject;
                        return shown is null or { Subject.Length: > 0 };
                    },
                });
                stream = secure;
            }

            while (await ReadAsync(stream, number) is { } seen)
            {
                _requests.Enqueue(seen);
                var answer = _answer(seen);
                if (answer is Open)
                {
                    await TunnelAsync(stream);
                    return;
                }

                if (answer.Length == 0)
                    await Task.Delay(Timeout.Infinite, _end.Token);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), _end.Token);
                if (!answer.Contains("Content-Length", StringComparison.Ordinal) && !answer.Contains("chunked", StringComparison.Ordinal))
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task<ProxySeen?> ReadAsync(Stream stream, int number)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await OctetAsync(stream) is not { } octet)
                return null;
            head.Append((char)octet);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var fields = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var content = new StringBuilder();
        for (var left = int.Parse(fields.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture); left > 0; left--)
            content.Append((char)(await OctetAsync(stream))!.Value);
        return new(number, start[0], start[1], fields, content.ToString());
    }

    private async Task<byte?> OctetAsync(Stream stream)
    {
        var octet = new byte[1];
        return await stream.ReadAsync(octet, _end.Token) == 0 ? null : octet[0];
    }

    private async Task TunnelAsync(Stream stream)
    {
        using var origin = new TcpClient();
        await origin.ConnectAsync(IPAddress.Loopback, _originPort, _end.Token);
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _end.Token);
        await Task.WhenAny(stream.CopyToAsync(origin.GetStream(), _end.Token), origin.GetStream().CopyToAsync(stream, _end.Token));
    }
}
