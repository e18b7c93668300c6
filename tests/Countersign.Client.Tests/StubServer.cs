using System.Net;

namespace Countersign.Client.Tests;

/// <summary>Stands for servers and the network: answers each message by a function and keeps what it saw of it.</summary>
internal sealed class StubServer(Func<Seen, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<Seen> Requests { get; } = [];

    /// <summary>A server that asks for Basic until it gets this field.</summary>
    public static StubServer Asking(string challenge, string until) =>
        new(seen => seen.Authorization == until ? new(HttpStatusCode.OK) : Refusal(challenge));

    public static HttpResponseMessage Refusal(params string[] challenges)
    {
        var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        foreach (var challenge in challenges)
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        return response;
    }

    public static HttpResponseMessage Redirect(int status, string location)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }

    public HttpClient Client(Action<ReauthenticationOptions> configure)
    {
        var options = new ReauthenticationOptions();
        configure(options);
        return new(new ReauthenticationHandler(options, this));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var seen = new Seen(request.Method.Method, request.RequestUri!, request.Headers.NonValidated.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase), content);
        Requests.Add(seen);
        var response = answer(seen);
        response.RequestMessage = request;
        return response;
    }
}
