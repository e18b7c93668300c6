using System.Collections.Concurrent;
using System.Collections.Immutable;
using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class ConfigurationWatcherTests : IDisposable
{
    private const string Good = "admin-token: ${file:token}\nroutes:\n  - { name: NAME, access: deny }\n";

    private readonly Fixtures _fixtures = new();
    private readonly BlockingCollection<object> _events = [];
    private readonly ConfigurationWatcher _watcher;

    public ConfigurationWatcherTests()
    {
        _fixtures.Write("0123456789abcdef", "token");
        var reading = ConfigurationReader.Read(_fixtures.Write(Good), _ => null);
        _watcher = new ConfigurationWatcher(reading, _ => null, TimeProvider.System, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));
        _watcher.Changed += configuration => _events.Add(configuration);
        _watcher.Rejected += problems => _events.Add(problems);
    }

    [Fact]
    public void Announces_a_valid_change()
    {
        _fixtures.Write(Good.Replace("NAME", "other", StringComparison.Ordinal));

        Assert.Equal("other", Assert.IsType<GatewayConfiguration>(Next()).Routes[0].Name);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_the_file_is_refused_and_waited_for_by_nobody()
    {
        await ShellAsync("mkfifo pipe && mv -f pipe countersign.yaml");
        Assert.Equal("this is a pipe or a device, not a file", Assert.Single(Assert.IsType<ImmutableArray<ConfigurationProblem>>(Next())).Message);

        _fixtures.Write(Good.Replace("NAME", "again", StringComparison.Ordinal), "next");
        await ShellAsync("mv -f next countersign.yaml");
        Assert.Equal("again", Assert.IsType<GatewayConfiguration>(Next()).Routes[0].Name);

        Task ShellAsync(string line) => System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = _fixtures.Folder })!.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Keeps_the_old_configuration_when_the_new_one_is_wrong_and_recovers()
    {
        _fixtures.Write("routes: none\n");
        Assert.Equal("wrong-type", Assert.Single(Assert.IsType<ImmutableArray<ConfigurationProblem>>(Next())).Code);

        _fixtures.Write(Good.Replace("NAME", "again", StringComparison.Ordinal));
        Assert.Equal("again", Assert.IsType<GatewayConfiguration>(Next()).Routes[0].Name);
    }

    [Fact]
    public void Notices_a_new_secret()
    {
        _fixtures.Write("fedcba9876543210", "token");

        Assert.Equal("fedcba9876543210", Assert.IsType<GatewayConfiguration>(Next()).AdminToken!.Reveal());
    }

    [Fact]
    public void Notices_what_changed_between_the_reading_and_the_watching()
    {
        var reading = ConfigurationReader.Read(_fixtures.Write(Good), _ => null);
        _fixtures.Write(Good.Replace("NAME", "meanwhile", StringComparison.Ordinal));
        using var watcher = new ConfigurationWatcher(reading, _ => null, TimeProvider.System, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));
        using var named = new BlockingCollection<string>();
        watcher.Changed += configuration => named.Add(configuration.Routes[0].Name);

        Assert.True(named.TryTake(out var name, TimeSpan.FromMinutes(1)), "nothing was announced");
        Assert.Equal("meanwhile", name);
    }

    [Fact]
    public async Task Notices_a_change_while_another_file_of_the_folder_is_written_all_the_time()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                _fixtures.Write("x", "store.db-wal");
        }, TestContext.Current.CancellationToken);

        _fixtures.Write(Good.Replace("NAME", "other", StringComparison.Ordinal));

        Assert.IsType<GatewayConfiguration>(Next());
        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public void Survives_every_broken_file()
    {
        foreach (var broken in Directory.GetFiles(Path.Combine(Fixtures.Root, "tests", "Fixtures", "broken")))
        {
            _fixtures.Write(File.ReadAllText(broken));
            _watcher.Check();
        }

        Assert.All(_events, said => Assert.IsType<ImmutableArray<ConfigurationProblem>>(said));
    }

    [Fact]
    public void Tries_again_when_a_file_that_was_missing_appears()
    {
        _fixtures.Write("schemes: { s: { type: basic, htpasswd: users } }\n" + Good);
        Assert.Equal("file-missing", Assert.Single(Assert.IsType<ImmutableArray<ConfigurationProblem>>(Next())).Code);

        _fixtures.Write("", "users");

        Assert.Single(Assert.IsType<GatewayConfiguration>(Next()).Schemes);
    }

    [Fact]
    public void Leaves_password_files_to_those_who_watch_them()
    {
        _fixtures.Write("", "users");
        _fixtures.Write("schemes: { s: { type: basic, htpasswd: users } }\n" + Good);
        Next();

        _fixtures.Write("ann:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\n", "users");
        _watcher.Check();
        File.Delete(Path.Combine(_fixtures.Folder, "users"));
        _watcher.Check();

        Assert.Empty(_events);
    }

    [Fact]
    public void Goes_on_when_a_change_could_not_be_taken_for_an_unforeseen_reason()
    {
        _watcher.Changed += configuration => throw new FormatException("hunter2");

        foreach (var name in new[] { "one", "two" })
        {
            _fixtures.Write(Good.Replace("NAME", name, StringComparison.Ordinal));
            Assert.Equal(name, Assert.IsType<GatewayConfiguration>(Next()).Routes[0].Name);
            var problem = Assert.Single(Assert.IsType<ImmutableArray<ConfigurationProblem>>(Next()));
            Assert.Equal(("not-taken", "taking it failed with FormatException"), (problem.Code, problem.Message));
        }

        _watcher.Check();
        Assert.Empty(_events);
    }

    [Fact]
    public void Says_nothing_when_a_file_is_only_touched()
    {
        _fixtures.Write(Good);
        _watcher.Check();

        Assert.Empty(_events);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _fixtures.Dispose();
        _events.Dispose();
    }

    private object Next()
    {
        Assert.True(_events.TryTake(out var said, TimeSpan.FromMinutes(1)), "nothing was announced");
        return said;
    }
}
