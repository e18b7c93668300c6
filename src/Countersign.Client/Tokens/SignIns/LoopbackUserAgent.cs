using System.Net;
using System.Net.Sockets;
using Countersign.Client.Tokens.Grants;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>The person's browser on this machine: the answer comes to a port that is open on the loopback interface as long as somebody waits (RFC 8252 §7.3).</summary>
/// <param name="open">Opens an address in the browser, such as <see cref="SystemBrowser.OpenAsync"/>. It gets none but http and https, and must not give it to a shell.</param>
public sealed class LoopbackUserAgent(Func<Uri, CancellationToken, Task> open) : UserAgent
{
    // A person looks at one page at a time, whoever wants it to open: a server can't have a hundred opened.
    private readonly FamilyGates _turns = new();
    private int _lastPort;

    /// <summary>The port; 0 for any that is free, as servers have to allow.</summary>
    public int Port { get; init; }

    /// <summary>The path, as it is registered.</summary>
    public string Path { get; init; } = "/callback";

    /// <summary>What the page says that the person sees at the end.</summary>
    public string Farewell { get; init; } = "You are signed in. You can close this page.";

    /// <inheritdoc/>
    public override async Task<Uri> VisitAsync(Func<Uri, CancellationToken, Task<Uri>> request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var turn = await _turns.EnterAsync(Path, cancel);
        using var server = Listen();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        _lastPort = port;
        var address = await request(new($"http://127.0.0.1:{port}{Path}"), cancel);
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException("A browser is opened for http and https alone.", nameof(request));

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var listener = new LoopbackListener(server, Path, address, Farewell);
        var answer = listener.AnswerAsync(end.Token);
        try
        {
            await open(address, end.Token);
            return await answer;
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    internal override void Prefer(Uri redirectUri)
    {
        if (_lastPort == 0 && redirectUri.IsLoopback)
            _lastPort = redirectUri.Port;
    }

    // Servers that know one port alone get the one they were told.
    private TcpListener Listen()
    {
        foreach (var port in new[] { Port, Port == 0 ? _lastPort : Port }.Distinct().OrderDescending())
        {
            var server = new TcpListener(IPAddress.Loopback, port);
            try
            {
                server.Start();
                return server;
            }
            catch (SocketException) when (port != Port)
            {
                server.Dispose();
            }
        }

        throw new InvalidOperationException("No port is free.");
    }
}
