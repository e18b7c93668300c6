using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Tests.Discovery;
using Countersign.Client.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Telemetry;

/// <summary>Whatever is written, measured, traced, thrown or asked for its text has nothing in it that lets somebody in.</summary>
public sealed class NothingSecretTests
{
    // What a scheme puts on the wire is as good as what it was made of.
    private const string Password = "MARKED-password";
    private const string Key = "MARKED-key";
    private const string Token = "MARKED-token";

    public static TheoryData<string> Schemes => [.. Ways.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Each way in that the options know, by the name of its method; a new one is missed here until it is added.</summary>
    private static Dictionary<string, (string Challenge, Action<ReauthenticationOptions, string> Add)> Ways { get; } = new(StringComparer.Ordinal)
    {
        ["AddBasic"] = ("Basic realm=\"r\"", static (options, origin) => options.AddBasic(origin, "anna", new(Password))),
        ["AddApiKey"] = ("ApiKey", static (options, origin) => options.AddApiKey(origin, new(Key))),
        ["AddDigest"] = ("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256", static (options, origin) => options.AddDigest(origin, "anna", new(Password))),
        ["AddBearer"] = ("Bearer error=\"invalid_token\"", static (options, origin) => options.AddBearer(origin, new MarkedGrant())),
        ["AddDpop"] = ("DPoP error=\"invalid_token\"", static (options, origin) =>
            options.AddDpop(origin, new MarkedGrant { Type = "DPoP" }, new(SigningKey.Create(JwsAlgorithm.ES256)))),
        ["AddDiscoveredTokens"] = ("Bearer error=\"invalid_token\"", static (options, origin) =>
            options.AddDiscoveredTokens(origin, _ => new MarkedGrant(), discovery => discovery.Channel = new(new Metadata(origin)))),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_way_in_is_tried() =>
        Assert.Equal(
            typeof(ReauthenticationOptions).GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => method.Name)
                .Where(name => name.StartsWith("Add", StringComparison.Ordinal) && name != "Add").Distinct().Order(StringComparer.Ordinal),
            Ways.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Is_shown_anywhere(string way)
    {
        var host = $"{way}.secrets.example".ToLowerInvariant();
        using var log = new KeptLog();
        using var spans = new Spans(host);
        using var measured = new Measured(host);
        var texts = new Texts();
        var shown = new ConcurrentQueue<string>();
        using var server = new StubServer(seen =>
        {
            foreach (var (_, value) in seen.Fields)
                shown.Enqueue(value);
            return seen.Target.AbsolutePath switch
            {
                "/moved" => StubServer.Redirect(307, $"https://{host}/never"),
                "/never" => StubServer.Refusal(Ways[way].Challenge),
                _ => seen.Authorization is null && seen.Field("X-API-Key") is null ? StubServer.Refusal(Ways[way].Challenge) : new(HttpStatusCode.OK),
            };
        });
        var options = new ReauthenticationOptions { LoggerFactory = log, Observer = texts };
        Ways[way].Add(options, $"https://{host}");
        var keyring = new Keyring(options);
        using var client = new HttpClient(new ReauthenticationHandler(keyring) { InnerHandler = server });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{host}/");

        using var response = await client.SendAsync(request, Cancel);
        texts.Of(request, response, keyring, options, client);
        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"https://{host}/moved", Cancel));
        texts.Of(failed, failed.Failure, failed.Problem, failed.Response, failed.Challenges);

        var secrets = shown.SelectMany(value => new[] { value, value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..] }).Append("MARKED").Distinct().ToList();
        Assert.True(secrets.Count > 1, "nothing was sent");
        Assert.NotEmpty(log.Lines);
        Assert.NotEmpty(spans.Ended);
        Assert.NotEmpty(measured.All);
        Assert.NotEmpty(texts.All);
        foreach (var text in texts.All.Concat(log.Lines).Concat(measured.All).Concat(spans.Ended.Select(Spans.TextOf)))
        {
            foreach (var secret in secrets)
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Refuses to give the same token for long, so that it is renewed, too.</summary>
    private sealed class MarkedGrant : TokenGrant
    {
        private int _asked;

        public string Type { get; init; } = "Bearer";

        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) =>
            Task.FromResult(GrantOutcome.Of(new AccessToken(new($"{Token}-{++_asked}")) { Type = Type }));
    }

    /// <summary>Says who gives tokens for an origin.</summary>
    private sealed class Metadata(string origin) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            DiscoveryStage.Json(request.RequestUri!.AbsolutePath.Contains("protected-resource", StringComparison.Ordinal)
                ? DiscoveryStage.Resource(origin)
                : DiscoveryStage.Server()));
    }

    /// <summary>Asks all that an observer is given for its text.</summary>
    private sealed class Texts : ExchangeObserver
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public void Of(params object?[] things)
        {
            foreach (var thing in things)
                _all.Enqueue($"{thing}");
        }

        public override void Sending(RequestLeg leg, SentCredentials? sent) => Of(leg, sent, sent?.Scheme);

        public override void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response) => Of(leg, sent, sent?.Scheme);

        public override void Judged(RequestLeg leg, ImmutableArray<ChallengeJudgement> judgements) => Of([leg, .. judgements]);

        public override void Replaying(RequestLeg leg, ClientScheme scheme, bool isFreshNonce) => Of(leg, scheme);

        public override void Redirected(RequestLeg from, RequestLeg to, ImmutableArray<string> leftBehind) => Of([from, to, .. leftBehind]);

        public override void Failed(RequestLeg leg, ClientScheme? scheme, Failure failure) => Of(leg, scheme, failure);
    }
}
