using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>SIGKILL for the gateway and for the commands beside it, in the middle of their writing: nothing that was acknowledged may be lost.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const int Rounds = 3;
    private const string Yaml = """
        limits: { refusals-per-minute: 0 }
        schemes:
          keys: { type: api-key, realm: api }
          people: { type: basic, realm: People, users: store, allow-cleartext: true }
        routes:
          - { name: people, match: { path: /people/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: keys, match: { path: /keys/** }, access: { any-of: [keys] }, upstream: UPSTREAM }

        """;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentQueue<string> _keys = new();
    private readonly ConcurrentQueue<string> _users = new();
    private readonly ConcurrentQueue<(string Reference, long At)> _refusals = new();
    private int _changes;
    private int _started;
    private Site _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string StoreFile => _site.PathOf("countersign.db");

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        await _site.ConfigureAsync(Yaml);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Sigkill_under_load_loses_nothing_acknowledged_and_a_second_of_the_journal_at_most()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await _site.StartAsync();
            await RunUntilKilledAsync();
            CheckIntegrity();
        }

        await _site.StartAsync();
        foreach (var key in _keys)
            Assert.Equal(200, await StatusAsync("/keys/x", request => request.Headers.Add("X-API-Key", key)));
        foreach (var user in _users)
            Assert.Equal(200, await StatusAsync("/people/x", request => request.Headers.Authorization = Basic(user)));
        Assert.Equal(200, await StatusAsync($"/change/{_changes}"));
    }

    private async Task RunUntilKilledAsync()
    {
        _refusals.Clear();
        var (keys, users, changes) = (_keys.Count, _users.Count, _changes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task[] work = [LoadAsync(stop.Token), LoadAsync(stop.Token), CreateKeysAsync(stop.Token), AddUsersAsync(stop.Token), ChangeAsync(stop.Token)];

        // Long enough that some of the journal is older than its second, and each writer was acknowledged something.
        await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
        await Eventually.UntilAsync(() => Task.FromResult(_keys.Count > keys && _users.Count > users && _changes > changes), done => done);
        var killed = Stopwatch.GetTimestamp();
        await _site.Gateway.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(work);

        Assert.True(_keys.Count > keys && _users.Count > users && _changes > changes, "a writer was acknowledged nothing");
        using var store = Store.Open("sqlite:" + StoreFile);
        var journal = new StoredJournal(store);
        // A second until the batch is taken, and some time to write it on a busy machine.
        var old = _refusals.Where(refusal => Stopwatch.GetElapsedTime(refusal.At, killed) > TimeSpan.FromSeconds(1.8)).ToArray();
        Assert.NotEmpty(old);
        Assert.All(old, refusal => Assert.NotNull(journal.Find(refusal.Reference)));
    }

    private void CheckIntegrity()
    {
        using var connection = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
        check.CommandText = "PRAGMA foreign_key_check";
        Assert.Null(check.ExecuteScalar());
    }

    private async Task CreateKeysAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // What was printed is promised, also when the process did not live to end well.
            var output = await WriteAsync(null, stop, "key", "create", "--name", "crash", "--format", "json");
            if (output.EndsWith('\n'))
                _keys.Enqueue(JsonDocument.Parse(output).RootElement.GetProperty("key").GetString()!);
        }
    }

    private async Task AddUsersAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"user-{Interlocked.Increment(ref _started)}");
            if (await WriteAsync(user + "'s password\n", stop, "user", "add", user) is not "killed")
                _users.Enqueue(user);
        }
    }

    /// <summary>Runs a command and kills it when the time has come; its output, or <c>killed</c>.</summary>
    private async Task<string> WriteAsync(string? input, CancellationToken stop, params string[] arguments)
    {
        using var process = Programs.Start("dotnet", ["exec", Checkout.Command, .. arguments, "--config", _site.Configuration]);
        await using var kill = stop.Register(process.Kill);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed before it read.
        }

        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0 || stop.IsCancellationRequested, await error);
        return process.ExitCode == 0 || output.Length > 0 ? output : "killed";
    }

    /// <summary>Changes the configuration again and again; a change counts once it is in force.</summary>
    private async Task ChangeAsync(CancellationToken stop)
    {
        for (var change = _changes + 1; !stop.IsCancellationRequested; change++)
        {
            // With the route of the change before: this one may be written and then killed before anybody saw it in force.
            await _site.ConfigureAsync(Yaml + Route(change - 1) + Route(change));
            while (!stop.IsCancellationRequested)
            {
                if (await AskAsync($"/change/{change}", null, stop) is { Status: 200 })
                {
                    _changes = change;
                    break;
                }
            }
        }
    }

    private static string Route(int change) => string.Create(
        CultureInfo.InvariantCulture, $"  - {{ name: change-{change}, match: {{ path: /change/{change} }}, access: public, upstream: UPSTREAM }}\n");

    // Wrong keys: each is looked up in the store and written to the journal.
    private async Task LoadAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await AskAsync("/keys/x", request => request.Headers.Add("X-API-Key", "csk_wrong_key"), stop) is { Reference: { } reference })
                _refusals.Enqueue((reference, Stopwatch.GetTimestamp()));
        }
    }

    /// <summary>An answer, or null from a gateway that was killed; with a pause, since others use the machine too.</summary>
    private async Task<Answer?> AskAsync(string path, Action<HttpRequestMessage>? change, CancellationToken stop)
    {
        try
        {
            await Task.Delay(10, stop);
            using var request = new HttpRequestMessage(HttpMethod.Get, _site.Url(path));
            change?.Invoke(request);
            using var answer = await _client.SendAsync(request, stop);
            return new((int)answer.StatusCode, answer.Headers.TryGetValues("Countersign-Reference", out var values) ? values.Single() : null);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<int> StatusAsync(string path, Action<HttpRequestMessage>? change = null) =>
        (await AskAsync(path, change, Cancel))?.Status ?? throw new InvalidOperationException("The gateway does not answer.");

    private static AuthenticationHeaderValue Basic(string user) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{user}'s password")));

    private sealed record Answer(int Status, string? Reference);
}
