using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Countersign.Client;
using Countersign.Client.Schemes;
using Countersign.Wire;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>A client with a password for one server, and all that went over its wire.</summary>
internal sealed class DigestCaller : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _origin;

    public DigestCaller(string origin, string user, string password, Action<DigestClientOptions>? configure = null)
    {
        var options = new ReauthenticationOptions();
        options.AddDigest(origin, user, new(password), configure);
        var sockets = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1, UseProxy = false };
        _client = new(new ReauthenticationHandler(options, new Wiretap(Legs, sockets)));
        _origin = origin;
    }

    /// <summary>Every message: its credentials, and the status it got.</summary>
    public ConcurrentQueue<(Credentials? Sent, HttpStatusCode Status, AuthenticationInfoReading? Info)> Legs { get; } = new();

    public IEnumerable<string?> Nonces => Legs.Select(leg => leg.Sent?.Find("nonce")).Distinct().Where(nonce => nonce is not null);

    public async Task<string> GetAsync(string path) => await _client.GetStringAsync(_origin + path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content) =>
        _client.SendAsync(new(method, _origin + path) { Content = content }, TestContext.Current.CancellationToken);

    public Task<string[]> GetAtOnceAsync(string path, int times) => Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(() => GetAsync(path))));

    public void Dispose() => _client.Dispose();

    private sealed class Wiretap(ConcurrentQueue<(Credentials? Sent, HttpStatusCode Status, AuthenticationInfoReading? Info)> legs, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Headers.NonValidated.TryGetValues("Authorization", out var lines) ? CredentialsReader.Read(lines.ToString()).Credentials : null;
            var response = await base.SendAsync(request, cancellationToken);
            legs.Enqueue((sent, response.StatusCode, response.Headers.NonValidated.TryGetValues("Authentication-Info", out var info) ? AuthenticationInfoReader.Read(info.ToString()) : null));
            return response;
        }
    }
}
