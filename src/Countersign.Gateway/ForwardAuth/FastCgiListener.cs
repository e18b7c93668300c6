using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Forwarding;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>Takes FastCGI connections of the configured proxies and answers one question on each, as Apache asks them.</summary>
internal sealed class FastCgiListener : IAsyncDisposable
{
    /// <summary>As many questions at a time; further ones wait to be accepted.</summary>
    private const int MostConnections = 512;

    /// <summary>For what has to be asked of others, and for passwords on a busy machine; Apache itself waits no longer.</summary>
    private static readonly TimeSpan PatienceToJudge = TimeSpan.FromSeconds(30);
    private static readonly byte[] Failure = Encoding.ASCII.GetBytes("Status: 500\r\nContent-Type: text/plain\r\n\r\nThe gateway failed on this request; its log says why.\n");

    private readonly Socket _socket;
    private readonly ApacheAuthorizer _authorizer;
    private readonly Func<TrustedProxies> _askers;
    private readonly ILogger _log;
    private readonly LogInterval _turns;
    private readonly SemaphoreSlim _room = new(MostConnections);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    private FastCgiListener(Socket socket, ApacheAuthorizer authorizer, Func<TrustedProxies> askers, ILogger log, TimeProvider clock)
    {
        (_socket, _authorizer, _askers, _log) = (socket, authorizer, askers, log);
        _turns = new LogInterval(TimeSpan.FromMinutes(1), clock);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens, with the port that was really opened.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <exception cref="IOException">The address can't be listened on.</exception>
    public static FastCgiListener Start(IPEndPoint address, ApacheAuthorizer authorizer, Func<TrustedProxies> askers, ILogger log, TimeProvider clock)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen();
            return new(socket, authorizer, askers, log, clock);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"'forward-auth.fastcgi': {address} can't be listened on: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        for (var left = MostConnections; left > 0; left--)
            await _room.WaitAsync();
        _socket.Dispose();
        _room.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(_end.Token);
                try
                {
                    _ = ServeAsync(await _socket.AcceptAsync(_end.Token));
                }
                catch (SocketException)
                {
                    // Who came is gone already, or there is no descriptor left for a moment.
                    _room.Release();
                    await Task.Delay(TimeSpan.FromMilliseconds(50), _end.Token);
                }
                catch (OperationCanceledException)
                {
                    _room.Release();
                    throw;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        var peer = IPAddress.None;
        try
        {
            using var connection = new NetworkStream(socket, ownsSocket: true);
            socket.NoDelay = true;
            peer = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            peer = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
            if (_askers().Contains(peer))
                await AnswerAsync(connection, peer);
            else
                Tell(peer, "it is not in forward-auth.proxies");
        }
        catch (OperationCanceledException)
        {
            if (!_end.IsCancellationRequested)
                Tell(peer, "its question did not come to an end");
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            // The proxy went away.
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task AnswerAsync(NetworkStream connection, IPAddress peer)
    {
        var (question, request, problem) = await FastCgiConnection.ReadAsync(connection, _end.Token);
        if (question is null)
        {
            Tell(peer, problem);
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        patience.CancelAfter(PatienceToJudge);
        var cancel = patience.Token;
        byte[] answer;
        try
        {
            answer = await _authorizer.AnswerAsync(question, peer, cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.FastCgiFailed(ReferenceIds.Next(), failure);
            answer = Failure;
        }

        await FastCgiConnection.WriteAsync(connection, request, answer, cancel);
    }

    private void Tell(IPAddress peer, string problem)
    {
        if (_turns.TryTakeTurn(out var leftOut))
            _log.FastCgiEnded(PeerNames.Of(peer), problem, leftOut);
    }
}
