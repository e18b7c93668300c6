using System.Net;
using System.Text;
using System.Web;
using Countersign.Client.Discovery;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Microsoft.Extensions.Logging;

namespace Countersign.Client.Tests.Discovery;

/// <summary>An API, its metadata and an authorization server within the process. By default all of them say what they should.</summary>
internal sealed class DiscoveryStage : HttpMessageHandler
{
    public const string Api = "https://api.example/orders";
    public const string Place = "https://api.example/.well-known/oauth-protected-resource/orders";
    public const string Issuer = "https://login.example/tenant";
    public const string ServerPlace = "https://login.example/.well-known/oauth-authorization-server/tenant";
    public const string TokenUrl = "https://login.example/token";

    private readonly Lock _gate = new();
    private readonly List<Seen> _seen = [];
    private int _tokens;

    public DiscoveryStage()
    {
        Documents[Place] = () => Json(Resource());
        Documents[ServerPlace] = () => Json(Server());
        Documents[TokenUrl] = () => Json($$"""{"access_token":"t{{Interlocked.Increment(ref _tokens)}}","token_type":"Bearer","expires_in":3600}""");
    }

    public SetClock Clock { get; } = new();

    /// <summary>What is published; anything else is 404.</summary>
    public Dictionary<string, Func<HttpResponseMessage>> Documents { get; } = [];

    /// <summary>The API: by default it takes any token but those that are named here.</summary>
    public Func<Seen, HttpResponseMessage?> Answer { get; set; } = _ => null;

    public HashSet<string> Refused { get; } = [];

    public string Challenge { get; set; } = $"Bearer resource_metadata=\"{Place}\"";

    public IReadOnlyList<Seen> Requests
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    public IEnumerable<string> Asked => Requests.Select(seen => seen.Target.AbsoluteUri);

    /// <summary>What the token endpoint was asked.</summary>
    public IReadOnlyList<Dictionary<string, string>> Forms =>
        [.. Requests.Where(seen => seen.Target.AbsoluteUri == TokenUrl).Select(seen => FormOf(seen.Text!))];

    public static string Resource(string resource = Api, string servers = $"\"{Issuer}\"", string more = "") => $$"""{"resource":"{{resource}}","authorization_servers":[{{servers}}]{{more}}}""";

    public static string Server(string issuer = Issuer, string token = TokenUrl, string more = "") =>
        $$"""{"issuer":"{{issuer}}","token_endpoint":"{{token}}","authorization_endpoint":"https://login.example/authorize","code_challenge_methods_supported":["S256"]{{more}}}""";

    public static HttpResponseMessage Json(string content, string type = "application/json", int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(content, Encoding.UTF8, type) };

    public HttpClient Client(Action<DiscoveryOptions>? configure = null, Func<AuthorizationServer, TokenGrant?>? grantAt = null, string origin = "https://api.example", ILoggerFactory? loggers = null)
    {
        var options = new ReauthenticationOptions { Clock = Clock, LoggerFactory = loggers };
        grantAt ??= server => new ClientCredentialsGrant(server.TokenEndpointFor(ClientAuthentication.SecretBasic("me", new("s3cret"))));
        options.AddDiscoveredTokens(origin, grantAt, discovery =>
        {
            discovery.Channel = new BackChannel(this);
            configure?.Invoke(discovery);
        });
        return new(new ReauthenticationHandler(options, this));
    }

    public static Dictionary<string, string> FormOf(string text)
    {
        var form = HttpUtility.ParseQueryString(text);
        return form.AllKeys.ToDictionary(name => name!, name => form[name]!, StringComparer.Ordinal);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var seen = new Seen(
            request.Method.Method, request.RequestUri!, request.Headers.NonValidated.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase), content);
        Func<HttpResponseMessage>? document;
        lock (_gate)
        {
            _seen.Add(seen);
            Documents.TryGetValue(seen.Target.AbsoluteUri, out document);
        }

        var response = document?.Invoke() ?? (seen.Target.AbsolutePath.Contains(".well-known", StringComparison.Ordinal) || seen.Target.Host != "api.example"
            ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : Answer(seen) ?? ByToken(seen));
        response.RequestMessage = request;
        return response;
    }

    private HttpResponseMessage ByToken(Seen seen) =>
        seen.Authorization?.Split(' ') is [_, var token] && !Refused.Contains(token) ? new(HttpStatusCode.OK) : StubServer.Refusal(Challenge);
}
