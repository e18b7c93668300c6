using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Countersign.AspNetCore.Passwords;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Tests.Passwords;

/// <summary>A vault with everything that a test may want to turn or count.</summary>
internal sealed class Stage : IDisposable
{
    public Stage(string htpasswd, int workers = 1, int queue = 64, int attempts = 10)
    {
        Source = new FixedSource { Table = HtpasswdFile.Parse(htpasswd) };
        Workers = new PasswordWorkers(TimeProvider.System, workers, queue);
        Cache = new VerifiedCache(Time);
        Lockout = new Lockout(Time, attempts, TimeSpan.FromMinutes(5));
        Vault = new PasswordVault(Source, Workers, Cache, Lockout, Hasher);
    }

    public ManualTime Time { get; } = new();

    public CountingHasher Hasher { get; } = new();

    public FixedSource Source { get; }

    public PasswordWorkers Workers { get; }

    public VerifiedCache Cache { get; }

    public Lockout Lockout { get; }

    public PasswordVault Vault { get; }

    public void Dispose() => Workers.Dispose();

    public static JsonElement Vectors(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Countersign.slnx")))
            folder = folder.Parent;
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, "tests", "Vectors", name))).RootElement;
    }
}

internal sealed class FixedSource : IPasswordSource
{
    public IPasswordTable? Table { get; set; }

    public IPasswordTable? Read() => Table;
}

/// <summary>Counts the work, and may hold it up.</summary>
internal sealed class CountingHasher : IPasswordHasher
{
    private readonly List<string> _work = [];

    public ManualResetEventSlim Open { get; } = new(true);

    public IReadOnlyList<string> TakeWork()
    {
        lock (_work)
        {
            var taken = _work.Order(StringComparer.Ordinal).ToArray();
            _work.Clear();
            return taken;
        }
    }

    public HashAnswer Compare(PasswordHash stored, string password)
    {
        Open.Wait(TimeSpan.FromSeconds(30));
        lock (_work)
            _work.Add(stored.Decoy);
        return PasswordHasher.Instance.Compare(stored, password);
    }
}

internal sealed class OneUserTable(StoredPassword stored) : IPasswordTable
{
    public ImmutableArray<PasswordHash> Costs => HashCosts.Of([stored.Hash]);

    public bool TryFind(string user, [NotNullWhen(true)] out StoredPassword? found)
    {
        found = user == stored.Subject.Name ? stored : null;
        return found is not null;
    }

    public string? Hint(string user) => null;
}

internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero) + _now;
}

internal sealed class Client(string address) : RequestFacts
{
    public override string Method => "GET";

    public override string Target => "/";

    public override string Host => "example.org";

    public override bool IsTls => true;

    public override IPAddress ClientAddress { get; } = IPAddress.Parse(address);

    public override bool IsFromScript => false;

    public string? Authorization { get; init; }

    public override string? Field(string name) => name == "Authorization" ? Authorization : null;

    public override int FieldCount(string name) => Field(name) is null ? 0 : 1;

    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => default;
}
