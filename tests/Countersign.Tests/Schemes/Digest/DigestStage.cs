using System.Net;
using System.Text.Json;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.TestKit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>The vectors of digest.json.</summary>
internal static class DigestVectors
{
    private static readonly JsonElement _file = Vectors.Load("digest.json");

    public static IEnumerable<JsonElement> Computations => _file.GetProperty("vectors").EnumerateArray();

    public static IEnumerable<JsonElement> Verdicts => _file.GetProperty("server_verdicts").EnumerateArray();

    public static IEnumerable<JsonElement> Selections => _file.GetProperty("challenge_selection").EnumerateArray();

    public static JsonElement Find(IEnumerable<JsonElement> vectors, string id) => vectors.Single(vector => vector.GetProperty("id").GetString() == id);
}

/// <summary>Users by name, each with the secrets of some algorithms.</summary>
internal sealed class Users : IDigestSecrets
{
    private readonly Dictionary<(string User, string Realm, string Algorithm), string> _secrets = [];

    public bool IsAvailable { get; init; } = true;

    public Users Add(string user, string realm, string password)
    {
        foreach (var algorithm in DigestAlgorithm.All.Where(each => !each.IsSession))
            Add(user, realm, algorithm.Name, DigestHash.Secret(algorithm, user, realm, password));
        return this;
    }

    public Users Add(string user, string realm, string algorithm, string secret)
    {
        _secrets[(user, realm, algorithm)] = secret;
        return this;
    }

    public DigestSecret? Find(string user, string realm, string algorithm) =>
        _secrets.TryGetValue((user, realm, algorithm), out var secret) ? new(new Subject(user), secret) : null;

    public DigestSecret? FindByUserhash(string userhash, string realm, string algorithm)
    {
        foreach (var (key, secret) in _secrets)
        {
            if (key.Realm == realm && key.Algorithm == algorithm
                && DigestHash.Userhash(DigestAlgorithm.Find(algorithm)!, key.User, realm) == userhash)
                return new(new Subject(key.User), secret);
        }

        return null;
    }

    public string? Hint(string user, string realm) => user == "mufasa" ? "It differs in letter case." : null;
}

/// <summary>A ledger without limits, or one that has the same answer for all.</summary>
internal sealed class Ledger(ReplayOutcome? always = null) : IReplayLedger
{
    private readonly HashSet<(string, uint)> _used = [];

    /// <summary>Whether it answers at once, or as one does that is elsewhere.</summary>
    public bool IsNear { get; init; } = true;

    public async ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel)
    {
        if (!IsNear)
            await Task.Yield();
        return always ?? (_used.Add((nonce, count)) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed);
    }
}

/// <summary>Lets each name guess so often, and remembers who did.</summary>
internal sealed class Guesses(int allowed = int.MaxValue) : IGuessLimit
{
    private readonly Dictionary<string, int> _wrong = [];

    public int Of(string user) => _wrong.GetValueOrDefault(user);

    public TimeSpan? WaitFor(string user, RequestFacts request) => Of(user) >= allowed ? TimeSpan.FromSeconds(7) : null;

    public void Failed(string user, RequestFacts request) => _wrong[user] = Of(user) + 1;

    public void Succeeded(string user, RequestFacts request) => _wrong.Remove(user);
}

/// <summary>Nonces that are what the test says.</summary>
internal sealed class FixedNonces(string nonce, DigestNonceState state = DigestNonceState.Alive) : IDigestNonces
{
    public string Create(string realm) => nonce;

    public DigestNonce Read(string presented, string realm) =>
        presented == nonce ? new(state, DateTimeOffset.UnixEpoch, IsAgeing: false) : default;
}

internal sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

internal sealed class Facts(string target = "/a?b=1", string method = "GET", byte[]? content = null, bool takesTrailers = false) : RequestFacts
{
    public override string Method => method;

    public override string Target => target;

    public override string Host => "www.example.org";

    public override bool IsTls => true;

    public override IPAddress ClientAddress => IPAddress.Loopback;

    public override bool IsFromScript => false;

    public override bool TakesTrailers => takesTrailers;

    public override string? Field(string name) => null;

    public override int FieldCount(string name) => 0;

    public int Reads { get; private set; }

    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel)
    {
        Reads++;
        return new(content is { } octets && octets.Length > limit
            ? ContentReading.Refuse(Refusal.ContentTooLarge, "too large")
            : ContentReading.Whole(content ?? []));
    }
}
