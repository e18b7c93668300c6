using System.IO.Pipelines;
using System.Net;
using System.Text;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

public sealed class HttpRequestFactsTests
{
    private readonly ContentRoom _room = new(1 << 20);
    private static readonly TrustedProxies Ours = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("::1/128")]);

    [Theory]
    [InlineData("203.0.113.9", "1.2.3.4", "203.0.113.9")]                        // not ours: CVE-2023-36456
    [InlineData("10.0.0.1", "1.2.3.4", "1.2.3.4")]
    [InlineData("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4")]                      // what stands left of it, the client said
    [InlineData("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.7", "1.2.3.4")]
    [InlineData("10.0.0.1", "10.0.0.9, 10.0.0.7", "10.0.0.9")]
    [InlineData("10.0.0.1", "1.2.3.4:5678", "1.2.3.4")]
    [InlineData("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1", "::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4")]
    [InlineData("10.0.0.1", "unknown", "255.255.255.255")]                 // a proxy that hides its clients does not lend them its address
    [InlineData("10.0.0.1", "1.2.3.4, nonsense", "255.255.255.255")]
    [InlineData("10.0.0.1", "unknown, 10.0.0.7", "255.255.255.255")]
    [InlineData("10.0.0.1", "1", "255.255.255.255")]
    [InlineData("10.0.0.1", "0x7f.1.1.1", "255.255.255.255")]
    [InlineData("10.0.0.1", "1.2.3.4,", "255.255.255.255")]
    [InlineData("10.0.0.1", "", "255.255.255.255")]
    public void Walks_x_forwarded_for_from_the_right_and_only_behind_our_proxies(string peer, string chain, string client) =>
        Assert.Equal(IPAddress.Parse(client), Facts(peer, ("X-Forwarded-For", chain)).ClientAddress);

    [Theory]
    [InlineData("10.0.0.1", "for=1.2.3.4;proto=https;host=shop.example", "1.2.3.4", true, "shop.example")]
    [InlineData("10.0.0.1", "for=6.6.6.6, For=\"[2001:db8::1]:99\";Proto=HTTPS", "2001:db8::1", true, "gate.example")]
    [InlineData("10.0.0.1", "for=1.2.3.4;proto=http, for=10.0.0.3;proto=https;host=x.example", "1.2.3.4", false, "x.example")]
    [InlineData("10.0.0.1", "for=_hidden;proto=https;host=shop.example", "255.255.255.255", false, "gate.example")]  // RFC 7239 §6.3
    [InlineData("10.0.0.1", "for=unknown, for=10.0.0.3", "255.255.255.255", false, "gate.example")]
    [InlineData("10.0.0.1", "proto=https", "255.255.255.255", false, "gate.example")]
    [InlineData("10.0.0.1", "for=1.2.3.4;for=6.6.6.6", "255.255.255.255", false, "gate.example")]
    [InlineData("10.0.0.1", "for=\"1.2.3.4", "255.255.255.255", false, "gate.example")]
    [InlineData("10.0.0.1", "=;=", "255.255.255.255", false, "gate.example")]
    [InlineData("10.0.0.1", "for=1.2.3.4;host=\"a/b\"", "1.2.3.4", false, "gate.example")]
    [InlineData("9.9.9.9", "for=1.2.3.4;proto=https;host=shop.example", "9.9.9.9", false, "gate.example")]
    public void Reads_forwarded_of_rfc_7239(string peer, string forwarded, string client, bool tls, string host)
    {
        var facts = Facts(peer, ("Forwarded", forwarded));
        Assert.Equal((client, tls, host), (facts.ClientAddress.ToString(), facts.IsTls, facts.Host));
    }

    [Theory]
    [InlineData("for=10.9.9.9", "1.2.3.4", "255.255.255.255")]                   // one of them is the client's own
    [InlineData("for=1.2.3.4", "10.9.9.9", "255.255.255.255")]
    [InlineData("for=1.2.3.4", "1.2.3.4", "1.2.3.4")]
    public void Takes_nobodys_word_when_both_kinds_of_fields_disagree(string forwarded, string chain, string client) =>
        Assert.Equal(client, Facts("10.0.0.1", ("Forwarded", forwarded), ("X-Forwarded-For", chain)).ClientAddress.ToString());

    [Theory]
    [InlineData("https", "shop.example", "1.2.3.4", true, "shop.example")]
    [InlineData("HTTPS", "Shop.Example", "1.2.3.4", true, "Shop.Example")]
    [InlineData("http", "shop.example", "255.255.255.255", false, "gate.example")]
    [InlineData("https", "evil.example", "255.255.255.255", false, "gate.example")]
    [InlineData(null, "shop.example", "255.255.255.255", false, "gate.example")]
    [InlineData("https", null, "255.255.255.255", false, "gate.example")]
    public void Takes_nobodys_word_when_they_disagree_about_transport_or_host(string? proto, string? host, string client, bool tls, string expected)
    {
        var forwarded = "for=1.2.3.4" + (proto is null ? "" : ";proto=" + proto) + (host is null ? "" : ";host=" + host);
        var context = Context("10.0.0.1");
        var fields = context.Request.Headers;
        fields["Forwarded"] = forwarded;
        fields["X-Forwarded-For"] = "1.2.3.4";
        fields["X-Forwarded-Proto"] = "https";
        fields["X-Forwarded-Host"] = "shop.example";
        var origin = Ours.Resolve(context);
        Assert.Equal((client, tls, expected), (origin.Address.ToString(), origin.IsTls, origin.Host));
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Host", "shop.example")]
    public void Takes_nobodys_word_when_the_other_kind_leaves_out_the_address(string name, string value) =>
        Assert.Equal(IPAddress.None, Facts("10.0.0.1", ("Forwarded", "for=1.2.3.4;proto=https;host=shop.example"), (name, value)).ClientAddress);

    [Theory]
    [InlineData("9.9.9.9", "https", "evil.example", false, "gate.example")]      // GHSA-vhr5-ggp3-qq85, CVE-2024-21498
    [InlineData("10.0.0.1", "https", "shop.example", true, "shop.example")]
    [InlineData("10.0.0.1", "http, https", "a, b.example", true, "b.example")]
    [InlineData("10.0.0.1", "gopher", "a b", false, "gate.example")]
    [InlineData("10.0.0.1", "http", "a:b:c", false, "gate.example")]
    [InlineData("10.0.0.1", "http", "shop.example..", false, "gate.example")]
    [InlineData("10.0.0.1", "http", "shop.example:65536", false, "gate.example")]
    public void Believes_proto_and_host_from_our_proxies_alone(string peer, string proto, string host, bool tls, string expected)
    {
        var facts = Facts(peer, ("X-Forwarded-Proto", proto), ("X-Forwarded-Host", host));
        Assert.Equal((tls, expected), (facts.IsTls, facts.Host));
    }

    [Theory]
    [InlineData("9.9.9.9", "9.9.9.9", "http", "gate.example")]
    [InlineData("10.0.0.1", "1.2.3.4, 10.0.0.1", "https", "shop.example")]
    public void Tells_the_upstream_what_was_resolved_and_nothing_else(string peer, string chain, string proto, string host)
    {
        var context = Context(peer);
        var fields = context.Request.Headers;
        fields["X-Forwarded-For"] = "6.6.6.6, 1.2.3.4";
        fields["X-Forwarded-Proto"] = "https";
        fields["X-Forwarded-Host"] = "shop.example";
        fields["X-Forwarded-Port"] = "1";
        fields["X-Real-IP"] = "6.6.6.6";

        ForwardedFields.Replace(context, new(context, default, Ours, new(0)));

        Assert.Equal((chain, proto, host), (fields["X-Forwarded-For"].ToString(), fields["X-Forwarded-Proto"].ToString(), fields["X-Forwarded-Host"].ToString()));
        Assert.False(fields.ContainsKey("X-Forwarded-Port") || fields.ContainsKey("X-Real-IP") || fields.ContainsKey("Forwarded"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Mode", "cors", true)]
    [InlineData("Sec-Fetch-Mode", "navigate", false)]
    [InlineData("X-Requested-With", "XMLHttpRequest", true)]
    [InlineData("Accept", "*/*", false)]
    public void Tells_scripts_from_people(string name, string value, bool script) =>
        Assert.Equal(script, Facts("9.9.9.9", (name, value)).IsFromScript);

    [Fact]
    public void Tells_two_lines_from_one()
    {
        var context = Context("9.9.9.9");
        context.Request.Headers.Authorization = new(["Basic a", "Basic b"]);
        var facts = new HttpRequestFacts(context, default, TrustedProxies.None, _room);
        Assert.Equal(2, facts.FieldCount("authorization"));
        Assert.Null(facts.Field("authorization"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reads_content_and_keeps_it_for_the_upstream(bool lengthKnown)
    {
        var context = Context("9.9.9.9");
        var content = new byte[40_000];
        content[39_999] = 7;
        context.Request.Body = new MemoryStream(content);
        context.Request.ContentLength = lengthKnown ? content.Length : null;
        var facts = new HttpRequestFacts(context, default, TrustedProxies.None, _room);

        var read = await facts.ReadContentAsync(40_000, TestContext.Current.CancellationToken);

        Assert.Equal(content, read.Content!.Value.ToArray());
        Assert.Equal(content, (await facts.ReadContentAsync(40_000, TestContext.Current.CancellationToken)).Content!.Value.ToArray());
        Assert.Equal(Refusal.ContentTooLarge, (await facts.ReadContentAsync(39_999, TestContext.Current.CancellationToken)).Refusal);
        Assert.Equal(content, await Drain(context.Request.Body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gives_up_beyond_the_limit_without_losing_an_octet(bool lengthKnown)
    {
        var context = Context("9.9.9.9");
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 9000)));
        context.Request.Body = new MemoryStream(content);
        context.Request.ContentLength = lengthKnown ? content.Length : null;

        var read = await new HttpRequestFacts(context, default, TrustedProxies.None, _room).ReadContentAsync(100, TestContext.Current.CancellationToken);

        Assert.Equal(Refusal.ContentTooLarge, read.Refusal);
        Assert.Equal(content, await Drain(context.Request.Body));
    }

    [Fact]
    public async Task Takes_memory_for_what_came_and_not_for_what_was_announced()
    {
        var context = Context("9.9.9.9");
        var body = new Pipe();
        context.Request.Body = body.Reader.AsStream();
        context.Request.ContentLength = 1 << 20;
        await body.Writer.WriteAsync(new byte[5000], TestContext.Current.CancellationToken);

        var reading = new HttpRequestFacts(context, default, TrustedProxies.None, _room).ReadContentAsync(1 << 20, TestContext.Current.CancellationToken);
        Assert.InRange(_room.Taken, 5000, 16_384);
        await body.Writer.CompleteAsync();

        Assert.Equal(5000, (await reading).Content!.Value.Length);
    }

    [Fact]
    public async Task Refuses_content_beyond_the_room_for_all_and_gives_the_room_back_after_the_answer()
    {
        var room = new ContentRoom(20_000);
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 4000)));
        var (first, firstAnswer) = Sent();
        var (second, _) = Sent();
        Assert.NotNull((await Read(first)).Content);

        Assert.Equal(Refusal.ProtectionUnavailable, (await Read(second)).Refusal);
        Assert.Equal(content, await Drain(second.Request.Body));

        await firstAnswer.CompleteAsync();
        Assert.InRange(room.Taken, 0, 8192);
        Assert.NotNull((await Read(Sent().Context)).Content);

        ValueTask<ContentReading> Read(HttpContext context) =>
            new HttpRequestFacts(context, default, TrustedProxies.None, room).ReadContentAsync(40_000, TestContext.Current.CancellationToken);

        (HttpContext Context, CompletableResponse Answer) Sent()
        {
            var context = Context("9.9.9.9");
            var answer = new CompletableResponse();
            context.Features.Set<IHttpResponseFeature>(answer);
            context.Request.Body = new MemoryStream(content);
            return (context, answer);
        }
    }

    [Fact]
    public async Task Forms_that_are_looked_into_take_no_room_from_contents_that_are_verified()
    {
        var forms = new ContentRoom(1 << 20);
        var context = Context("9.9.9.9");
        context.Request.Body = new MemoryStream(new byte[100]);
        var facts = new HttpRequestFacts(context, default, TrustedProxies.None, _room, forms);

        Assert.Equal(100, (await facts.LookIntoContentAsync(1000, TestContext.Current.CancellationToken)).Content!.Value.Length);

        Assert.Equal((0, true), (_room.Taken, forms.Taken > 0));
    }

    [Theory]
    [InlineData(400, Refusal.RequestAmbiguous)]
    [InlineData(408, Refusal.RequestAmbiguous)]
    [InlineData(413, Refusal.ContentTooLarge)]
    public async Task Calls_content_that_the_server_cannot_read_the_clients_fault(int status, Refusal expected)
    {
        var context = Context("9.9.9.9");
        context.Request.Body = new BrokenBody(new BadHttpRequestException("Bad chunk size: secret", status));

        var read = await new HttpRequestFacts(context, default, TrustedProxies.None, _room).ReadContentAsync(100, TestContext.Current.CancellationToken);

        Assert.Equal((expected, "Bad chunk size"), (read.Refusal, read.Evidence));
    }

    [Fact]
    public async Task Calls_a_client_that_is_gone_a_request_that_was_cancelled()
    {
        var context = Context("9.9.9.9");
        context.Request.Body = new BrokenBody(new IOException("reset"));

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await new HttpRequestFacts(context, default, TrustedProxies.None, _room).ReadContentAsync(100, TestContext.Current.CancellationToken));
    }

    private sealed class BrokenBody(Exception fault) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromException<int>(fault);
    }

    private sealed class CompletableResponse : HttpResponseFeature
    {
        private readonly List<(Func<object, Task> Callback, object State)> _completed = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));

        public Task CompleteAsync() => Task.WhenAll(_completed.Select(each => each.Callback(each.State)));
    }

    private static async Task<byte[]> Drain(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static HttpRequestFacts Facts(string peer, params (string Name, string Value)[] fields)
    {
        var context = Context(peer);
        foreach (var (name, value) in fields)
            context.Request.Headers[name] = value;
        return new(context, default, Ours, new(0));
    }

    private static DefaultHttpContext Context(string peer)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        context.Request.Host = new("gate.example");
        return context;
    }
}
