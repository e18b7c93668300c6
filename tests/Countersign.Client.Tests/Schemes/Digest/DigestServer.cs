using System.Collections.Concurrent;
using System.Net;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>Our own server half behind no network: challenges, judges every credential and answers with its proof.</summary>
internal sealed class DigestServer : HttpMessageHandler
{
    public const string User = "Mufasa";
    public const string Password = "Circle of Life";

    private readonly DigestScheme _scheme;
    private int _requests;

    public DigestServer(DigestOptions? options = null, string user = User, string password = Password, IDigestNonces? nonces = null)
    {
        options ??= new() { Realm = "devices@example.org" };
        _scheme = new("d", options, new OneUser(user, password, options.Realm), new Ledger(), nonces ?? new DigestNonces(TimeProvider.System, TimeSpan.FromHours(1)), new NoLimit());
    }

    /// <summary>How many messages arrived.</summary>
    public int Requests => _requests;

    /// <summary>The credentials of each request that got in.</summary>
    public ConcurrentQueue<Credentials> Admitted { get; } = new();

    /// <summary>Why requests with credentials did not get in.</summary>
    public ConcurrentQueue<Refusal> Refused { get; } = new();

    /// <summary>Holds every message until it is completed.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public HttpClient Client(Action<Client.Schemes.DigestClientOptions>? configure = null, string user = User, string password = Password)
    {
        var options = new ReauthenticationOptions();
        options.AddDigest("https://api.example", user, new(password), configure);
        return new(new ReauthenticationHandler(options, this));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        if (Gate is { } gate)
            await gate.Task;
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var facts = new Facts(request.Method.Method, request.RequestUri!.PathAndQuery, content);
        Refusal? refusal = null;
        if (request.Headers.NonValidated.TryGetValues("Authorization", out var lines))
        {
            var credentials = CredentialsReader.Read(lines.ToString()).Credentials!;
            var verdict = await _scheme.VerifyAsync(credentials, facts, cancellationToken);
            if (verdict.Subject is not null)
            {
                Admitted.Enqueue(credentials);
                var admitted = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request };
                if (verdict.Duty is { } duty)
                    admitted.Headers.TryAddWithoutValidation(duty.FieldName, duty.Value());
                return admitted;
            }

            refusal = verdict.Refusal;
            Refused.Enqueue(refusal!.Value);
        }

        var refused = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
        foreach (var challenge in _scheme.ChallengesFor(facts, AccessPolicy.Public, refusal))
            refused.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge.ToString());
        return refused;
    }

    private sealed class OneUser(string user, string password, string realm) : IDigestSecrets
    {
        public DigestSecret? Find(string name, string asked, string algorithm) =>
            name == user && asked == realm ? new(new Subject(user), DigestHash.Secret(DigestAlgorithm.Find(algorithm)!, user, realm, password)) : null;

        public DigestSecret? FindByUserhash(string userhash, string asked, string algorithm) =>
            DigestHash.Userhash(DigestAlgorithm.Find(algorithm)!, user, realm) == userhash ? Find(user, asked, algorithm) : null;
    }

    private sealed class Ledger : IReplayLedger
    {
        private readonly ConcurrentDictionary<(string, uint), bool> _used = new();

        public ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel) =>
            new(_used.TryAdd((nonce, count), true) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed);
    }

    private sealed class NoLimit : IGuessLimit
    {
        public TimeSpan? WaitFor(string user, RequestFacts request) => null;

        public void Failed(string user, RequestFacts request)
        {
        }

        public void Succeeded(string user, RequestFacts request)
        {
        }
    }

    private sealed class Facts(string method, string target, byte[] content) : RequestFacts
    {
        public override string Method => method;

        public override string Target => target;

        public override string Host => "api.example";

        public override bool IsTls => true;

        public override IPAddress ClientAddress => IPAddress.Loopback;

        public override bool IsFromScript => false;

        public override string? Field(string name) => null;

        public override int FieldCount(string name) => 0;

        public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => new(ContentReading.Whole(content));
    }
}
