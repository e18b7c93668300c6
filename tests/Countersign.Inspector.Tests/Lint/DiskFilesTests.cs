using Countersign.Inspector.Lint;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

public sealed class DiskFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    public DiskFilesTests()
    {
        foreach (var file in new[] { "etc/nginx/nginx.conf", "etc/nginx/sites/b.conf", "etc/nginx/sites/a.conf", "etc/nginx/sites/.hidden.conf", "etc/nginx/sites/a.conf.bak", "etc/nginx/more/x/site.conf", "etc/nginx/more/y/site.conf" })
        {
            var path = Path.Combine(_folder.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file);
        }
    }

    [Fact]
    public void Finds_the_files_of_a_pattern_in_the_order_of_their_names_and_no_hidden_ones()
    {
        var sites = Path.Combine(_folder.FullName, "etc/nginx/sites");

        Assert.Equal([$"{sites}/a.conf", $"{sites}/b.conf"], new DiskFiles().Match($"{sites}/*.conf"));
        Assert.Equal([$"{sites}/.hidden.conf"], new DiskFiles().Match($"{sites}/.h*"));
    }

    [Fact]
    public void Finds_them_in_several_folders() =>
        Assert.Equal(["/etc/nginx/more/x/site.conf", "/etc/nginx/more/y/site.conf"], new DiskFiles(_folder.FullName).Match("/etc/nginx/more/*/site.conf"));

    [Fact]
    public void Looks_for_absolute_names_below_another_root()
    {
        var files = new DiskFiles(_folder.FullName);

        Assert.Equal("etc/nginx/nginx.conf", files.Read("/etc/nginx/nginx.conf"));
        Assert.True(files.Exists("/etc/nginx/sites"));
        Assert.False(files.Exists("/etc/nginx/none"));
        Assert.Equal(["/etc/nginx/sites/a.conf"], files.Match("/etc/nginx/sites/[a]*.conf"));
    }

    [Fact]
    public void A_name_without_a_pattern_is_itself_where_it_is_there()
    {
        var files = new DiskFiles(_folder.FullName);

        Assert.Equal(["/etc/nginx/nginx.conf"], files.Match("/etc/nginx/nginx.conf"));
        Assert.Empty(files.Match("/etc/nginx/none.conf"));
        Assert.Empty(files.Match("/none/*.conf"));
    }

    [Fact]
    public void What_can_t_be_read_is_no_text()
    {
        Assert.Null(new DiskFiles().Read(_folder.FullName));
        Assert.Null(new DiskFiles().Read(Path.Combine(_folder.FullName, "none")));
        Assert.Null(new DiskFiles().Read("\0"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
