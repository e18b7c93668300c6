using Countersign.AspNetCore.Stores;
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

        await Eventually.Holds(() => watched.Find("another", "r", "MD5") is not null);
        Assert.Equal(2, watched.Count);
    }

    [Fact]
    public void Keeps_the_old_version_when_the_new_one_is_broken_and_says_so()
    {
        Write($"one:r:{Hash}");
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);
        var changes = 0;
        watched.Changed += (_, _) => changes++;

        Write($"another:r:{Hash}\nbroken");
        watched.Refresh();

        Assert.NotNull(watched.Find("one", "r", "MD5"));
        Assert.Null(watched.Find("another", "r", "MD5"));
        Assert.Equal(2, Assert.Single(watched.Problems).Line);
        Assert.True(watched.IsAvailable);
        Assert.Equal(1, changes);

        Write($"another:r:{Hash}\nmended:r:{Hash}");
        watched.Refresh();
        Assert.Null(watched.Find("one", "r", "MD5"));
        Assert.Empty(watched.Problems);
    }

    [Fact]
    public void Takes_the_good_lines_of_a_first_version()
    {
        Write($"one:r:{Hash}\nbroken");
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);

        Assert.NotNull(watched.Find("one", "r", "MD5"));
        Assert.Single(watched.Problems);
    }

    [Fact]
    public void Lets_nobody_in_while_the_file_is_gone()
    {
        using var watched = new WatchedHtdigest(FilePath, TimeProvider.System);
        Assert.False(watched.IsAvailable);
        Assert.NotNull(watched.Outage);

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

        // Two files written within one tick of the file system would look alike; published versions never are.
        File.SetLastWriteTimeUtc(Path.Combine(second, "digest"), File.GetLastWriteTimeUtc(Path.Combine(first, "digest")).AddSeconds(1));
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
