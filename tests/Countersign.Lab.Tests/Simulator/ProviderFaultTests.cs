using System.Net;
using System.Text;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What the provider and its places answer to what makes no sense.</summary>
public sealed class ProviderFaultTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"redirect_uris\":[1]}")]
    [InlineData("{\"redirect_uris\":[\"\\ud800\"]}")]
    [InlineData("{\"redirect_uris\":[\"http://127.0.0.1/a b\"]}")]
    [InlineData("{\"redirect_uris\":[\"http://app.example/\"]}")]
    [InlineData("{\"redirect_uris\":[\"https://app.example/\",\"javascript:alert(1)\"]}")]
    [InlineData("{\"redirect_uris\":[\"data:text/html,a\"]}")]
    [InlineData("{\"redirect_uris\":[\"http://127.0.0.1/\"],\"redirect_uris\":[]}")]
    [InlineData("{\"redirect_uris\":[\"http://127.0.0.1/\"],\"token_endpoint_auth_method\":\"private_key_jwt\"}")]
    public async Task Registers_nothing_that_makes_no_sense(string registration)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new StringContent(registration, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(simulator.Url, "/idp/register"), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET /bearer?realm=%0D%0A HTTP/1.1", 400)]
    [InlineData("GET /bearer/t?realm=%00 HTTP/1.1", 400)]
    [InlineData("GET /sim/401/bearer?acr=%0a HTTP/1.1", 400)]
    [InlineData("GET /sim/401/bearer?scope=a%22b HTTP/1.1", 400)]
    [InlineData("GET /sim/401/bearer?max-age=99999999999 HTTP/1.1", 400)]
    [InlineData("GET /idp/mint?life=-1 HTTP/1.1", 400)]
    [InlineData("GET /idp/mint?sub=%00&sub=%ff HTTP/1.1", 200)]
    [InlineData("GET /idp/mint?life=1000000000 HTTP/1.1", 200)]
    [InlineData("GET /idp/activate?user_code=%3Cb%3E HTTP/1.1", 200)]
    [InlineData("GET /.well-known/oauth-protected-resource/sim/401/nonsense HTTP/1.1", 404)]
    [InlineData("GET /.well-known/oauth-protected-resource/../x HTTP/1.1", 404)]
    [InlineData("POST /idp/token HTTP/1.1", 400)]
    [InlineData("POST /idp/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nAuthorization: Basic !!!", 401)]
    [InlineData("POST /idp/token HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x", 400)]
    public async Task Answers_whatever_comes(string request, int status)
    {
        var answer = await Visitor.AskAsync(simulator.Url, $"{request}\r\nHost: {simulator.Url.Authority}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }
}
