using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Countersign.Client.Tests;

/// <summary>A server that writes what a test says, octet by octet, and keeps what it read.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<RawMessage> _messages = [];
    private readonly Func<RawMessage, RawReply> _answer;
    private readonly Task _running;

    /// <param name="answer">The answer to a message, by its head alone.</param>
    public RawServer(Func<RawMessage, RawReply> answer)
    {
        _answer = answer;
        _listener.Start();
        _running = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    public IReadOnlyList<RawMessage> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _running;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (!_end.IsCancellationRequested)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), connections.Count));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The listener was stopped.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient connection, int number)
    {
        try
        {
            using (connection)
            {
                var stream = connection.GetStream();
                while (await RawMessage.ReadAsync(stream, number, _end.Token) is { } message)
                {
                    RawReply reply;
                    lock (_messages)
                    {
                        _messages.Add(message);
                        reply = _answer(message);
                    }

                    if (reply.Text is null)
                        return;
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(reply.Text), _end.Token);
                    if (reply.Ends)
                        return;
                    if (reply.Hangs)
                        await Task.Delay(Timeout.Infinite, _end.Token);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // The client left, or the test is over.
        }
    }
}
