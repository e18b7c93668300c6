using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Countersign.EndToEnd.Clients;

/// <summary>Chromium's DevTools protocol on one connection: commands with their answers, and the events of each session.</summary>
internal sealed class DevTools : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly ConcurrentDictionary<string, Channel<JsonNode>> _sessions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<JsonNode> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;

    private DevTools()
    {
    }

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(address, CancellationToken.None);
        _ = tools.ReadAsync();
        return tools;
    }

    /// <summary>The answer to a command; without a session it is one to the browser.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
            command["sessionId"] = session;
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        try
        {
            return await await Task.WhenAny(answer.Task, _end.Task).WaitAsync(Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Chromium did not answer {method}.", late);
        }
    }

    /// <summary>The events of a session from now on.</summary>
    public ChannelReader<JsonNode> Listen(string session) => (_sessions[session] = Channel.CreateUnbounded<JsonNode>()).Reader;

    /// <summary>Drops what else comes of a session.</summary>
    public void Leave(string session) => _sessions.TryRemove(session, out _);

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                Take(JsonNode.Parse(message.ToArray())!);
            }
        }
        catch (Exception end)
        {
            // Also the empty message that closes a connection comes here, as no JSON. Whoever waits learns of it.
            var gone = new InvalidOperationException("Chromium's connection ended.", end);
            _end.TrySetException(gone);
            _ = _end.Task.Exception;
            foreach (var session in _sessions.Values)
                session.Writer.TryComplete(gone);
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"]?.GetValue<int>() is not { } id)
        {
            if (message["sessionId"]?.GetValue<string>() is { } session && _sessions.TryGetValue(session, out var events))
                events.Writer.TryWrite(message);
            return;
        }

        if (!_waiting.TryRemove(id, out var answer))
            return;
        if (message["error"] is { } error)
            answer.TrySetException(new InvalidOperationException($"Chromium: {error.ToJsonString()}"));
        else
            answer.TrySetResult(message["result"]!);
    }
}
