using System.IO.Pipelines;
using System.Net;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Content that goes twice is whole both times, or the caller is told.</summary>
public sealed class ReplayTests
{
    private const string Basic = "Basic realm=\"files\"";
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

    public static TheoryData<string> Kinds => ["text", "form", "json", "parts", "seekable stream", "stream", "pushed"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Replays_the_whole_content(string kind)
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = Client(server);
        using var content = Create(kind);

        using var response = await client.PostAsync("https://api.example/a", content, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, server.Requests.Count);
        Assert.NotEmpty(server.Requests[0].Content!);
        Assert.Equal(server.Requests[0].Content, server.Requests[1].Content);
    }

    [Fact]
    public async Task Says_that_content_is_too_large_to_be_kept_and_gives_the_refusal()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = Client(server, limit: 5);
        using var content = Create("stream");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.PostAsync("https://api.example/a", content, Cancel));

        Assert.Equal(FailureReason.UnreplayableContent, failed.Failure.Reason);
        Assert.Equal(HttpStatusCode.Unauthorized, failed.Response?.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Asks_the_caller_for_the_content_anew()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = Client(server, limit: 0);
        using var request = new HttpRequestMessage(HttpMethod.Put, "https://api.example/a") { Content = Create("stream") };
        request.Options.Set(RequestOptions.ContentFactory, () => Create("stream"));

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["some content", "some content"], server.Requests.Select(seen => seen.Text));
    }

    private static HttpClient Client(StubServer server, int limit = 1000) => server.Client(options =>
    {
        options.AddBasic("https://api.example", "Aladdin", new("open sesame"));
        options.CopyLimit = limit;
    });

    private static HttpContent Create(string kind)
    {
        var octets = "some content"u8.ToArray();
        return kind switch
        {
            "text" => new StringContent("some content"),
            "form" => new FormUrlEncodedContent([new("a", "b")]),
            "json" => System.Net.Http.Json.JsonContent.Create(new[] { 1, 2 }),
            "parts" => new MultipartFormDataContent { { new ByteArrayContent(octets), "file" } },
            "seekable stream" => new StreamContent(new MemoryStream(octets)),
            "stream" => new StreamContent(PipeReader.Create(new MemoryStream(octets)).AsStream()),
            _ => new PushedContent(octets),
        };
    }

    private sealed class PushedContent(byte[] octets) : HttpContent
    {
        private bool _isRead;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Assert.False(_isRead, "Content that can be read once was read twice.");
            _isRead = true;
            return stream.WriteAsync(octets).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
