using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Countersign.Wire;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>
/// Waits for the browser to bring the answer. Anything on this machine may connect, and browsers connect more often than they ask: only a GET of the path with
/// the state of this very sign-in is the answer, and nothing else ends the wait.
/// </summary>
/// <param name="server">The port.</param>
/// <param name="path">The path.</param>
/// <param name="request">Where the browser was sent.</param>
/// <param name="farewell">What the person sees at the end.</param>
internal sealed class LoopbackListener(TcpListener server, string path, Uri request, string farewell)
{
    private const int MaxLength = 16 * 1024;
    private const int MaxConnections = 256; // at once
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<Uri> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _state = FormParameters.Count(request.Query.TrimStart('?'), "state", out var state) == 1 ? state : null;

    public Task<Uri> AnswerAsync(CancellationToken cancel)
    {
        _ = AcceptAsync(cancel);
        return _answer.Task.WaitAsync(cancel);
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        var room = new SemaphoreSlim(MaxConnections);
        try
        {
            while (true)
            {
                await room.WaitAsync(cancel);
                _ = ServeAsync(await server.AcceptTcpClientAsync(cancel), room, cancel);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _answer.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task ServeAsync(TcpClient client, SemaphoreSlim room, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(Patience);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var target = TargetOf(await HeadAsync(stream, late.Token));
                var answer = target is null ? null : AnswerIn(target);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Page(answer is not null)), late.Token);
                if (answer is not null)
                    _answer.TrySetResult(answer);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Whoever it was has gone, or had nothing to say.
        }
        finally
        {
            room.Release();
        }
    }

    private static async Task<string> HeadAsync(NetworkStream stream, CancellationToken cancel)
    {
        var octets = new byte[MaxLength];
        var length = 0;
        while (length < MaxLength && octets.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0 && await stream.ReadAsync(octets.AsMemory(length), cancel) is > 0 and var more)
            length += more;
        return Encoding.Latin1.GetString(octets, 0, length);
    }

    // The whole head must be there, and the method be one that browsers are redirected by.
    private static string? TargetOf(string head)
    {
        var parts = head.Split("\r\n", 2)[0].Split(' ');
        return head.Contains("\r\n\r\n", StringComparison.Ordinal) && parts is ["GET", ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"] ? target : null;
    }

    private Uri? AnswerIn(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0 || target[..mark] != path || FormParameters.Count(target.AsSpan(mark + 1), "state", out var state) != 1 || state is null || _state is null)
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(_state))
            && Uri.TryCreate($"http://127.0.0.1{target}", UriKind.Absolute, out var answer) ? answer : null;
    }

    private string Page(bool isAnswer)
    {
        var text = isAnswer ? farewell : "Nothing is waiting for this.";
        return string.Create(CultureInfo.InvariantCulture, $"""
            HTTP/1.1 {(isAnswer ? "200 OK" : "404 Not Found")}
            Content-Type: text/plain; charset=utf-8
            Content-Length: {Encoding.UTF8.GetByteCount(text)}
            Cache-Control: no-store
            Referrer-Policy: no-referrer
            X-Content-Type-Options: nosniff
            Connection: close


            """).ReplaceLineEndings("\r\n") + text;
    }
}
