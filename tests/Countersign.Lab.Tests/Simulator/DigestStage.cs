using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Client;
using Countersign.Client.Schemes;
using Countersign.Wire;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Clients of Digest: the repository's own, and one whose credentials the test computes itself.</summary>
/// <param name="url">The simulator.</param>
internal sealed class DigestStage(Uri url) : IDisposable
{
    private readonly List<IDisposable> _held = [];
    private readonly string _client = Guid.CreateVersion7().ToString();
    private HttpClient? _raw;

    public void Dispose() => _held.ForEach(each => each.Dispose());

    /// <summary>A client that answers challenges, and the statuses of all that went over its wire.</summary>
    public (HttpClient Http, List<int> Legs) Client(string password = "secret", Action<DigestClientOptions>? configure = null)
    {
        var legs = new List<int>();
        var options = new ReauthenticationOptions();
        options.AddDigest(url.ToString(), "anna", new(password), digest =>
        {
            digest.AllowMd5 = digest.AllowWithoutQop = true;
            configure?.Invoke(digest);
        });
        var http = new HttpClient(new ReauthenticationHandler(options, new Wiretap(legs, new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1, ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1 }))) { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Countersign-Client", _client);
        _held.Add(http);
        return (http, legs);
    }

    /// <summary>The statuses of all legs of so many requests by the repository's own client.</summary>
    public async Task<string> LegsAsync(string target, int times, Action<DigestClientOptions>? configure = null)
    {
        var (http, legs) = Client(configure: configure);
        for (var time = 0; time < times; time++)
        {
            try
            {
                using var answer = await http.GetAsync(target, TestContext.Current.CancellationToken);
            }
            catch (AuthenticationFailedException)
            {
                legs.Add(0);
            }
        }

        return string.Join(' ', legs);
    }

    /// <summary>Sends a request as it is.</summary>
    public async Task<HttpResponseMessage> SendAsync(string target, string? authorization = null, string? cookie = null, HttpMethod? method = null, string? content = null)
    {
        if (_raw is null)
        {
            _raw = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = url };
            _raw.DefaultRequestHeaders.Add("Countersign-Client", _client);
            _held.Add(_raw);
        }

        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, target);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        if (content is not null)
            request.Content = new StringContent(content);
        return await _raw.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The Digest challenges of an answer.</summary>
    public static Challenge[] Challenges(HttpResponseMessage answer) => [.. answer.Headers.NonValidated["WWW-Authenticate"].Select(line => ChallengeReader.Read(line).Challenges.Single())];

    /// <summary>Asks and takes the first challenge.</summary>
    public async Task<Challenge> ChallengeAsync(string target) => Challenges(await SendAsync(target))[0];

    /// <summary>Authentication-Info of an answer.</summary>
    public static AuthenticationInfoReading Info(HttpResponseMessage answer) => AuthenticationInfoReader.Read(answer.Headers.NonValidated["Authentication-Info"].ToString());

    /// <summary>What an answer says of itself.</summary>
    public static async Task<JsonElement> ToldAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Credentials with qop=auth and SHA-256, computed from RFC 7616 §3.4 alone.</summary>
    public static string Compute(string target, string realm, string nonce, int count = 1, string password = "secret", string? opaque = null, string method = "GET")
    {
        var nc = count.ToString("x8", CultureInfo.InvariantCulture);
        var response = Hash($"{Hash($"anna:{realm}:{password}")}:{nonce}:{nc}:0a4f113b:auth:{Hash($"{method}:{target}")}");
        var back = opaque is null ? "" : $", opaque=\"{opaque}\"";
        return $"Digest username=\"anna\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{target}\", algorithm=SHA-256, qop=auth, nc={nc}, cnonce=\"0a4f113b\", response=\"{response}\"{back}";
    }

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class Wiretap(List<int> legs, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            legs.Add((int)answer.StatusCode);
            return answer;
        }
    }
}
