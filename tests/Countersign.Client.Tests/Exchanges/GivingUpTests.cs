using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Whoever gives up does so at once, whichever message is on its way, and leaves nothing behind that the next request would stumble over.</summary>
public sealed class GivingUpTests
{
    private const string Digest = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256";

    private static readonly RawReply Silence = new("", Hangs: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task At_each_message(int number, bool isSerial)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var count = 0;
        await using var server = new RawServer(message =>
        {
            if (count++ != number)
                return Answer(message);
            leaving.Cancel();
            return Silence;
        });
        using var client = Client(server, isSerial);

        var failed = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PostAsync(server.Url, new StringContent("content"), leaving.Token));
        var next = await client.GetStringAsync(server.Url, Cancel);

        Assert.Equal(leaving.Token, failed.CancellationToken);
        Assert.Equal("ok", next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task When_the_time_of_the_whole_request_is_over(int number)
    {
        var count = 0;
        await using var server = new RawServer(message => count++ < number ? Answer(message) : Silence);
        using var client = Client(server);
        client.Timeout = TimeSpan.FromMilliseconds(200);

        var failed = await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetAsync(server.Url, Cancel));

        Assert.IsType<TimeoutException>(failed.InnerException);
    }

    [Fact]
    public async Task Before_anything_is_sent()
    {
        await using var server = new RawServer(Answer);
        using var client = Client(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(server.Url, new CancellationToken(canceled: true)));

        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task While_content_is_on_its_way()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var server = new RawServer(Answer);
        using var client = Client(server);
        using var endless = new StreamContent(new Endless(leaving));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PostAsync(server.Url, endless, leaving.Token));

        Assert.Equal("ok", await client.GetStringAsync(server.Url, Cancel));
    }

    private static RawReply Answer(RawMessage message) =>
        message.Authorization is null ? RawReply.Unauthorized(Digest)
        : message.Line.Contains("/b", StringComparison.Ordinal) ? RawReply.Ok()
        : RawReply.Redirect("307 Temporary Redirect", "/b");

    private static HttpClient Client(RawServer server, bool isSerial = false)
    {
        var options = new ReauthenticationOptions();
        options.AddDigest(server.Url.ToString(), "anna", new("secret"), digest => digest.SerializePerNonce = isSerial);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler()));
    }

    /// <summary>Has its reader leave after some octets.</summary>
    private sealed class Endless(CancellationTokenSource leaving) : Stream
    {
        private int _reads;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ < 3)
                return buffer.Length;
            await leaving.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
