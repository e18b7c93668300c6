using System.Net;
using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;
using Countersign.Inspector.Probes;
using Xunit;

namespace Countersign.Inspector.Tests.Probes;

/// <summary>A server in memory, and what probes make of it. Whoever has <c>Bearer given</c> is let in, unless the server says otherwise.</summary>
internal sealed class ProbedServer(Func<HttpRequestMessage, HttpResponseMessage?> odd) : HttpMessageHandler
{
    public static Uri Url { get; } = new("https://api.example/orders/7");

    public List<(string Method, Uri Url, string? Authorization)> Asked { get; } = [];

    public static HttpResponseMessage Answer(int status, string content = "", params (string Name, string Value)[] fields)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)) };
        foreach (var (name, value) in fields)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public static string? AuthorizationOf(HttpRequestMessage request) => request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString() : null;

    public static bool IsGiven(HttpRequestMessage request) => AuthorizationOf(request) == "Bearer given";

    /// <summary>Visits it, probes it and judges all that.</summary>
    public async Task<Inspection> InspectAsync(ProbeOptions? options = null, bool hasGiven = true, TimeProvider? clock = null)
    {
        using var stranger = new HttpMessageInvoker(this, disposeHandler: false);
        using var given = new HttpMessageInvoker(new Giving(this), disposeHandler: false);
        using var first = new HttpRequestMessage(HttpMethod.Get, Url);
        using var answer = await stranger.SendAsync(first, TestContext.Current.CancellationToken);
        var intake = new MessageIntake();
        var exchange = new Exchange
        {
            Index = 0,
            Request = intake.Request("GET", Url.PathAndQuery, Url.AbsoluteUri, "HTTP/1.1", []),
            Response = intake.Response((int)answer.StatusCode, "", "HTTP/1.1", [.. answer.Headers.NonValidated.SelectMany(field => field.Value, (field, value) => new MessageField(field.Key, value))]),
        };
        var recording = new Recording { Source = RecordingSource.Live, Exchanges = [exchange] };
        var runner = new ProbeRunner(stranger, hasGiven ? given : null, intake, (options ?? new()) with { Pause = TimeSpan.Zero }, clock ?? TimeProvider.System);
        return Inspection.Of(await runner.RunAsync(recording, ProbeSubject.Of(recording, Url, "GET", hasGiven), progress: null, TestContext.Current.CancellationToken));
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add((request.Method.Method, request.RequestUri!, AuthorizationOf(request)));
        return Task.FromResult(odd(request) ?? (request.RequestUri!.AbsolutePath.EndsWith("not-there", StringComparison.Ordinal) && IsGiven(request) ? Answer(404) : IsGiven(request) ? Answer(200, "seven", ("ETag", "\"7\"")) : Refusal()));
    }

    public static HttpResponseMessage Refusal(string challenge = "Bearer realm=\"orders\"") => Answer(401, "Who are you?", ("WWW-Authenticate", challenge), ("Cache-Control", "no-store"));

    private sealed class Giving(ProbedServer server) : DelegatingHandler(server)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer given");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
