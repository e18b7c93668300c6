using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class WatchedHtdigestTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    private string FilePath => Path.Combine(_folder.FullName, "digest");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Takes_a_new_version_by_itself()
    {
        Write($"one:r:{Hash}");
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);
        Assert.NotNull(watched.Find("one", "r", "MD5"));

        Write($"one:r:{Hash}\nanother:r:{Hash}");

        Assert.True(await Eventually.IsSoAsync(() => watched.Find("another", "r", "MD5") is not null));
        Assert.Equal(2, watched.File!.Count);
    }

    [Fact]
    public async Task Waits_for_nobody_at_a_pipe_and_lets_nobody_in_by_it()
    {
        await System.Diagnostics.Process.Start("mkfifo", [FilePath]).WaitForExitAsync(TestContext.Current.CancellationToken);

        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);

        Assert.Null(watched.Find("one", "r", "MD5"));
    }

    [Fact]
    public void Lets_nobody_in_by_a_line_that_is_gone_whatever_else_is_broken()
    {
        Write($"one:r:{Hash}");
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System, TimeSpan.FromHours(1));
        var changes = 0;
        watched.Changed += (_, _) => changes++;

        Write($"another:r:{Hash}\nbroken");
        watched.Refresh();

        Assert.Null(watched.Find("one", "r", "MD5"));
        Assert.NotNull(watched.Find("another", "r", "MD5"));
        Assert.Equal(2, Assert.Single(watched.File!.Problems).Line);
        Assert.Equal(1, changes);
    }

    [Fact]
    public void Sees_a_change_of_the_same_length_within_one_tick_of_the_file_system()
    {
        Write($"one:r:{Hash}");
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System, TimeSpan.FromHours(1));
        var written = File.GetLastWriteTimeUtc(FilePath);

        Write($"two:r:{Hash}");
        File.SetLastWriteTimeUtc(FilePath, written);
        watched.Refresh();

        Assert.Null(watched.Find("one", "r", "MD5"));
        Assert.NotNull(watched.Find("two", "r", "MD5"));
    }

    [Fact]
    public void Lets_nobody_in_while_the_file_is_gone()
    {
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);
        Assert.False(watched.IsAvailable);
        Assert.NotNull(watched.Failure);

        Write($"one:r:{Hash}");
        watched.Refresh();
        Assert.True(watched.IsAvailable);

        File.Delete(FilePath);
        watched.Refresh();
        Assert.False(watched.IsAvailable);
    }

    [Fact]
    public void Follows_a_link_that_is_turned()
    {
        var (first, second) = (Path.Combine(_folder.FullName, "v1"), Path.Combine(_folder.FullName, "v2"));
        var current = Path.Combine(_folder.FullName, "current");
        Directory.CreateDirectory(first);
        Directory.CreateDirectory(second);
        File.WriteAllText(Path.Combine(first, "digest"), $"one:r:{Hash}");
        File.WriteAllText(Path.Combine(second, "digest"), $"two:r:{Hash}");
        Directory.CreateSymbolicLink(current, first);
        File.CreateSymbolicLink(FilePath, Path.Combine("current", "digest"));
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);
        Assert.NotNull(watched.Find("one", "r", "MD5"));

        Directory.Delete(current);
        Directory.CreateSymbolicLink(current, second);
        watched.Refresh();

        Assert.NotNull(watched.Find("two", "r", "MD5"));
        Assert.Null(watched.Find("one", "r", "MD5"));
    }

    private void Write(string text) => File.WriteAllText(FilePath, text + "\n");
}
