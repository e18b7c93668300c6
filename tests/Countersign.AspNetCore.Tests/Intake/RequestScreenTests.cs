using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

public sealed class RequestScreenTests
{
    [Theory]
    [InlineData("TRACE")]
    [InlineData("trace")]
    [InlineData("TRACK")]
    [InlineData("CONNECT")]
    public void Never_lets_a_method_through_that_echoes_or_tunnels(string method)
    {
        var context = Request();
        context.Request.Method = method;
        Assert.Equal(Refusal.MethodNotAllowed, RequestScreen.Judge(context, out _));
    }

    [Theory]
    [InlineData("websocket", null)]
    [InlineData("connect-udp", Refusal.MethodNotAllowed)]
    public void Lets_the_extended_connect_of_a_WebSocket_through_alone(string protocol, Refusal? refusal)
    {
        var context = Request();
        context.Request.Method = "CONNECT";
        context.Features.Set<IHttpExtendedConnectFeature>(new Extended(protocol));
        Assert.Equal(refusal, RequestScreen.Judge(context, out _));
    }

    [Theory]
    [InlineData("X-A\u0001", "v")]
    [InlineData("X A", "v")]
    [InlineData("X-A", "v\u0001")]
    [InlineData("X-A", "v\r\nX-B: w")]
    [InlineData("X-A", "v\u007f")]
    public void Refuses_odd_fields_and_keeps_their_values_to_itself(string name, string value)
    {
        var context = Request();
        context.Request.Headers[name] = value;
        Assert.Equal(Refusal.RequestAmbiguous, RequestScreen.Judge(context, out var evidence));
        Assert.NotEmpty(evidence);
        Assert.DoesNotContain(value, evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a,b")]
    [InlineData("u@a")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData("a..example")]
    [InlineData("a.example:99999")]
    public void Refuses_a_host_that_is_none(string host)
    {
        var context = Request();
        context.Request.Headers.Host = host;
        Assert.Equal(Refusal.RequestAmbiguous, RequestScreen.Judge(context, out _));
    }

    [Fact]
    public void Refuses_two_hosts_and_two_framings()
    {
        var twoHosts = Request();
        twoHosts.Request.Headers.Host = new(["a", "b"]);
        Assert.Equal(Refusal.RequestAmbiguous, RequestScreen.Judge(twoHosts, out _));

        var twoFramings = Request();
        twoFramings.Request.Headers.TransferEncoding = "chunked";
        twoFramings.Request.Headers.ContentLength = 3;
        Assert.Equal(Refusal.RequestAmbiguous, RequestScreen.Judge(twoFramings, out _));
    }

    [Theory]
    [InlineData(" v")]
    [InlineData("v\t")]
    [InlineData(" ")]
    public void Refuses_a_blank_around_a_value_that_http2_does_not_take_off(string value)
    {
        var context = Request();
        context.Request.Headers["X-A"] = value;
        Assert.Equal(Refusal.RequestAmbiguous, RequestScreen.Judge(context, out _));
    }

    [Fact]
    public void Passes_a_request_of_http_1_0_without_a_host()
    {
        var context = Request();
        context.Request.Protocol = "HTTP/1.0";
        context.Request.Headers.Remove("Host");
        Assert.Null(RequestScreen.Judge(context, out _));
    }

    [Fact]
    public void Passes_an_ordinary_request()
    {
        var context = Request();
        context.Request.Headers.Accept = "text/html\t, */*";
        Assert.Null(RequestScreen.Judge(context, out var evidence));
        Assert.Empty(evidence);
    }

    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Headers.Host = "example.org:8080";
        return context;
    }

    private sealed class Extended(string protocol) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => true;

        public string? Protocol => protocol;

        public ValueTask<Stream> AcceptAsync() => throw new NotSupportedException();
    }
}
