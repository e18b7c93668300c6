using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Emitters;

/// <summary>Who said no, and how sure that is.</summary>
public sealed class EmitterTests
{
    [Theory]
    [InlineData("nginx", Certainty.Proved, "Server: nginx", "text/html", "<html>\n<head><title>401 Authorization Required</title></head>\n<body>\n<center><h1>401 Authorization Required</h1></center>\n<hr><center>nginx/1.22.1</center>\n</body>\n</html>")]
    [InlineData("OpenResty", Certainty.Proved, "Server: openresty", "text/html", "<html><body><hr><center>openresty/1.25.3.1</center></body></html>")]
    [InlineData("Cloudflare", Certainty.Proved, "Server: cloudflare", "text/html", "<html><body><hr><center>cloudflare</center></body></html>")]
    [InlineData("HAProxy", Certainty.Proved, "Via: x", "text/html", "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>")]
    [InlineData("Apache", Certainty.Proved, "Server: Apache", "text/html", "<html><address>Apache/2.4.58 (Ubuntu) Server at a.example Port 80</address></html>")]
    [InlineData("IIS", Certainty.Proved, "Server: Microsoft-IIS/10.0", "text/html", "<h2>401 - Unauthorized: Access is denied due to invalid credentials.</h2>")]
    [InlineData("Tomcat", Certainty.Proved, "Via: x", "text/html;charset=utf-8", "<!doctype html><html lang=\"en\"><head><title>HTTP Status 401 – Unauthorized</title></head><body><h3>Apache Tomcat/10.1.7</h3></body></html>")]
    [InlineData("Django REST framework", Certainty.Likely, "Server: gunicorn", "application/json", "{\"detail\":\"Authentication credentials were not provided.\"}")]
    [InlineData("FastAPI", Certainty.Likely, "Server: uvicorn", "application/json", "{\"detail\":\"Not authenticated\"}")]
    [InlineData("the Kubernetes API server", Certainty.Proved, "Via: x", "application/json", "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"reason\":\"Unauthorized\",\"code\":401}")]
    [InlineData("Express", Certainty.Likely, "X-Powered-By: Express", "text/plain; charset=utf-8", "Unauthorized")]
    [InlineData("Envoy", Certainty.Proved, "Server: envoy", "text/plain", "Jwt is expired")]
    [InlineData("AWS API Gateway", Certainty.Proved, "X-Amz-Apigw-Id: abc=", "application/json", "{\"message\":\"Missing Authentication Token\"}")]
    [InlineData("the AWS load balancer", Certainty.Proved, "Server: awselb/2.0", "text/html", "<html></html>")]
    [InlineData("Kong", Certainty.Likely, "X-Kong-Response-Latency: 1", "application/json", "{\"message\":\"Unauthorized\"}")]
    public void Is_known_by_its_marks(string name, Certainty certainty, string field, string type, string content)
    {
        var emitter = Emitter.Of(Answer($"HTTP/1.1 401 Unauthorized\n{field}\nContent-Type: {type}\n\n{content}"));

        Assert.Equal((name, certainty), (emitter?.Name, emitter?.Certainty));
        Assert.NotEmpty(emitter!.Evidence);
    }

    [Theory]
    [InlineData("Caddy", "Server: Caddy")]
    [InlineData("ASP.NET Core (Kestrel)", "Server: Kestrel")]
    public void Is_told_of_an_empty_answer_by_its_field(string name, string field) => Assert.Equal(name, Emitter.Of(Answer($"HTTP/1.1 401 Unauthorized\n{field}\nContent-Length: 0\n\n"))?.Name);

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\nServer: nginx\nContent-Type: application/json\n\n{\"error\":\"no\"}")]
    [InlineData("HTTP/1.1 401 Unauthorized\nServer: Apache\nX-Powered-By: PHP/8.2\nContent-Type: text/html\n\n<p>Sign in</p>")]
    [InlineData("HTTP/1.1 401 Unauthorized\nServer: Caddy\nVia: 1.1 Caddy\nContent-Length: 0\n\n")]
    [InlineData("HTTP/1.1 401 Unauthorized\nX-Kong-Response-Latency: 1\nX-Kong-Upstream-Latency: 12\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<hr><center>nginx</center>")]
    [InlineData("HTTP/1.1 401 Unauthorized\nProxy-Status: cache.example; hit\n\n")]
    public void Is_not_guessed_by_who_passed_the_answer_on(string answer) => Assert.Null(Emitter.Of(Answer(answer)));

    [Fact]
    public void Is_the_member_of_Proxy_Status_that_denied_the_request()
    {
        var emitter = Emitter.Of(Answer("HTTP/1.1 403 Forbidden\nProxy-Status: origin.example, edge.example; error=http_request_denied\n\n"))!;

        var evidence = Assert.Single(emitter.Evidence);
        Assert.Equal(("edge.example", "edge.example; error=http_request_denied", 16), (emitter.Name, evidence.Text.Substring(evidence.Start, evidence.Length), evidence.Start));
    }

    [Fact]
    public void Is_named_by_the_verdict()
    {
        var page = "<html><body><h1>401 Unauthorized</h1>\nYou need a valid user and password to access this content.\n</body></html>";

        var verdict = Verdict.Of(Inspection.Of(RawHttpReader.Read($"GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\nContent-Type: text/html\n\n{page}\n")));

        Assert.Equal("HAProxy wants credentials, and none were sent. Send them by Basic for \"x\".", verdict.Sentence);
        Assert.Equal((EmitterKind.Intermediary, Fault.Proxy), (verdict.By!.Kind, verdict.By.Fault));
    }

    private static Exchange Answer(string answer) => RawHttpReader.Read(answer).Exchanges[0];
}
