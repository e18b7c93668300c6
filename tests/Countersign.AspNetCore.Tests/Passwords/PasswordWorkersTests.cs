using System.Diagnostics.CodeAnalysis;
using System.Net;
using Countersign.AspNetCore.Passwords;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

public sealed class PasswordWorkersTests : IDisposable
{
    private static readonly Network One = Network.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly Network Two = Network.Of(IPAddress.Parse("198.51.100.1"));
    private readonly ManualResetEventSlim _open = new();
    private CancellationTokenSource _gone = new();
    private readonly PasswordWorkers _workers = new(TimeProvider.System, 1, 4);
    private readonly List<string> _done = [];

    public void Dispose()
    {
        _open.Set();
        _workers.Dispose();
        _gone.Dispose();
    }

    [Fact]
    public async Task Gives_every_network_a_share_of_a_full_queue_and_a_turn()
    {
        var running = Run(One, "running");
        while (_workers.Queued > 0)
            await Task.Yield();
        var ones = Enumerable.Range(1, 4).Select(number => Run(One, $"one {number}")).ToArray();

        Assert.False(TryRun(One, "one 5", out _));
        var two = Run(Two, "two 1");
        var second = Run(Two, "two 2");
        Assert.False(TryRun(Two, "two 3", out _));
        Assert.Equal(4, _workers.Queued);
        Assert.StartsWith("busy", await ones[3], StringComparison.Ordinal);
        Assert.StartsWith("busy", await ones[2], StringComparison.Ordinal);

        _open.Set();
        await Task.WhenAll(running, ones[0], ones[1], two, second);
        Assert.Equal(["running", "one 1", "two 1", "one 2", "two 2"], _done);
    }

    [Fact]
    public async Task Frees_the_place_of_a_client_that_has_gone()
    {
        var running = Run(One, "running");
        while (_workers.Queued > 0)
            await Task.Yield();
        var lost = Run(One, "lost");
        Assert.Equal(1, _workers.Queued);

        await _gone.CancelAsync();
        _gone = new();

        Assert.Equal(0, _workers.Queued);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        var next = Run(Two, "next");
        _open.Set();
        await Task.WhenAll(running, next);
        Assert.Equal(["running", "next"], _done);
    }

    [Fact]
    public async Task Never_lends_its_thread_to_whoever_waits()
    {
        _open.Set();
        var thread = "";
        Assert.True(_workers.TryRun(One, () => thread = Thread.CurrentThread.Name, _ => null, out var task, TestContext.Current.CancellationToken));

        var after = task.ContinueWith(
            _ => Thread.CurrentThread.Name, TestContext.Current.CancellationToken, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        Assert.NotEqual("password-1", await after);
        Assert.Equal("password-1", thread);
    }

    [Fact]
    public async Task Hands_a_fault_to_the_one_that_waits_and_goes_on()
    {
        _open.Set();
        Assert.True(_workers.TryRun<string>(
            One, () => throw new InvalidOperationException("fault"), _ => "", out var task, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => task);

        Assert.Equal("next", await Run(One, "next"));
    }

    [Fact]
    public async Task Runs_at_the_lowest_priority()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "niceness of threads is Linux's");
        _open.Set();
        Assert.True(_workers.TryRun(
            One, () => File.ReadAllText("/proc/thread-self/stat").Split(')')[1].Split(' ')[17], _ => "", out var nice, TestContext.Current.CancellationToken));

        Assert.Equal("19", await nice);
    }

    [Fact]
    public async Task Tells_once_why_its_threads_keep_their_priority()
    {
        var told = 0;
        using var workers = new PasswordWorkers(TimeProvider.System, 2, 4, problem => Interlocked.Increment(ref told), () => "Operation not permitted");

        foreach (var network in new[] { One, Two, One })
        {
            Assert.True(workers.TryRun(network, () => "done", _ => "busy", out var task, TestContext.Current.CancellationToken));
            Assert.Equal("done", await task);
        }

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task Leaves_nobody_waiting_when_it_stops()
    {
        var running = Run(One, "running");
        while (_workers.Queued > 0)
            await Task.Yield();
        var waiting = Run(One, "waiting");

        _workers.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(TryRun(One, "late", out _));
        _open.Set();
        Assert.Equal("running", await running);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.254", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.7", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::192.0.2.1", "192.0.2.1", false)]
    public void Takes_a_24_or_a_64_for_one_network(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Network.Of(IPAddress.Parse(one)) == Network.Of(IPAddress.Parse(other)));

    private Task<string> Run(Network network, string name)
    {
        Assert.True(TryRun(network, name, out var task));
        return task;
    }

    private bool TryRun(Network network, string name, [NotNullWhen(true)] out Task<string>? task) =>
        _workers.TryRun(
            network,
            () =>
            {
                _open.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
                _done.Add(name);
                return name;
            },
            wait => $"busy {wait}",
            out task,
            _gone.Token);
}
