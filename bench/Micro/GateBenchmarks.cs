using BenchmarkDotNet.Attributes;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;
using Countersign.Schemes.Basic;
using Countersign.Schemes.Digest;

namespace Countersign.Benchmarks;

/// <summary>A policy of three schemes, and what stands behind two of them once it is warm.</summary>
public class GateBenchmarks
{
    private const string Password = "correct horse";
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
    private readonly Client _nobody = new();
    private readonly Client _anna = new("Authorization", "Basic YW5uYTpjb3JyZWN0IGhvcnNl");
    private Client _script = null!;
    private string _key = "";
    private AccessPolicy _policy = null!;
    private PasswordWorkers _workers = null!;
    private PasswordVault _vault = null!;
    private Store _store = null!;
    private ApiKeyStore _keys = null!;

    /// <summary>A user whose password was checked before, a key, a policy that takes both and Digest.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        var clock = TimeProvider.System;
        _workers = new PasswordWorkers(clock);
        var users = HtpasswdFile.Parse($"anna:{PasswordMaker.Create(Password).Text}\n");
        _vault = new PasswordVault(new FixedUsers(users), _workers, new VerifiedCache(clock, lifetime: TimeSpan.FromHours(1)), new Lockout(clock));
        _store = Store.Open($"sqlite:{_folder}/bench.db", clock);
        _keys = new ApiKeyStore(_store, clock);
        _key = _keys.Create("bench").Key.Reveal();
        _script = new Client("X-API-Key", _key);
        _policy = new AccessPolicy(AccessKind.AnyOf)
        {
            Schemes =
            [
                new BasicScheme("staff", new BasicOptions { Realm = "shop" }, _vault),
                new DigestScheme(
                    "devices", new DigestOptions { Realm = "shop" }, HtdigestFile.Parse(""), new MemoryReplayLedger(clock), new DigestNonces(clock, TimeSpan.FromMinutes(5)), new Lockout(clock)),
                new ApiKeyScheme("keys", new ApiKeyOptions { Realm = "shop" }, _keys),
            ],
        };

        if (!(await Gate.DecideAsync(_anna, _policy, default)).IsAdmitted || !Admitted(_script) || Challenges() != 3)
            throw new InvalidOperationException("The gate does not do what is to be measured.");
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _keys.Dispose();
        _store.Dispose();
        _workers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Description = "PasswordVault, password remembered")]
    public PasswordOutcome Vault() => _vault.CheckAsync("anna", Password, _anna, default).Result.Outcome;

    [Benchmark(Description = "ApiKeyStore, known key")]
    public ApiKeyOutcome Key() => _keys.FindAsync(_key, default).Result.Outcome;

    [Benchmark(Description = "Gate, no credentials: decision")]
    public Refusal? Missing() => Gate.DecideAsync(_nobody, _policy, default).Result.Refusal;

    [Benchmark(Description = "Gate, no credentials: decision and three challenges written")]
    public int Challenges()
    {
        var decision = Gate.DecideAsync(_nobody, _policy, default).Result;
        var lines = 0;
        foreach (var challenge in Gate.ChallengesFor(_nobody, _policy, decision))
            lines += challenge.ToString().Length > 0 ? 1 : 0;
        return lines;
    }

    [Benchmark(Description = "Gate, Basic admitted")]
    public bool Basic() => Admitted(_anna);

    [Benchmark(Description = "Gate, API key admitted")]
    public bool ApiKey() => Admitted(_script);

    private bool Admitted(Client client) => Gate.DecideAsync(client, _policy, default).Result.IsAdmitted;

    private sealed class FixedUsers(IPasswordTable table) : IPasswordSource
    {
        public IPasswordTable? Read() => table;
    }
}
