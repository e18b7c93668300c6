using System.Net.Sockets;

namespace Countersign.Caller;

/// <summary>How many messages a client sends for one answer, once it knows the server.</summary>
internal static class RoundTrips
{
    private const int Requests = 100;

    public static async Task<double> CountAsync(string kind, Uri url)
    {
        var sent = 0;
        using var sockets = new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 1, ConnectCallback = ConnectAsync };
        using var client = Clients.Of(kind, url.GetLeftPart(UriPartial.Authority), sockets);
        using (await client.GetAsync(url))
            sent = 0;
        for (var i = 0; i < Requests; i++)
            (await client.GetAsync(url)).Dispose();
        return (double)sent / Requests;

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new Counting(new NetworkStream(socket, ownsSocket: true), () => sent++);
        }
    }

    /// <summary>A connection on which every message without content is one write.</summary>
    private sealed class Counting(Stream inner, Action written) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            written();
            inner.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written();
            return inner.WriteAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
