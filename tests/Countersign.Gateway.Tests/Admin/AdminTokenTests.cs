using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Tests.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class AdminTokenTests : IDisposable
{
    private const string Kept = "countersign.db.admin-token";

    private readonly Fixtures _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Is_made_once_and_found_from_then_on()
    {
        var made = AdminToken.FindOrCreate(Configuration(), out var isNew);
        Assert.True(isNew);

        Assert.Equal(made.Reveal(), AdminToken.FindOrCreate(Configuration(), out isNew).Reveal());
        Assert.False(isNew);
        Assert.Equal([PathOf(Kept)], Directory.GetFiles(_files.Folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(Kept)));
    }

    [Theory]
    [InlineData(Kept, "")]
    [InlineData(Kept + ".new", "0123")]
    public void Is_made_where_a_start_was_cut_off(string left, string content)
    {
        _files.Write(content, left);

        var made = AdminToken.FindOrCreate(Configuration(), out var isNew);

        Assert.True(isNew);
        Assert.Equal(made.Reveal(), File.ReadAllText(PathOf(Kept)));
        Assert.Equal([PathOf(Kept)], Directory.GetFiles(_files.Folder));
    }

    [Fact]
    public void Says_what_helps_where_it_can_not_be_kept()
    {
        var nowhere = Configuration() with { AdminTokenFile = PathOf("no such folder/countersign.admin-token") };

        Assert.Contains("Give it as `admin-token`", Assert.Throws<IOException>(() => AdminToken.FindOrCreate(nowhere, out _)).Message, StringComparison.Ordinal);
    }

    private GatewayConfiguration Configuration() => new() { AdminTokenFile = PathOf("countersign.db.admin-token") };

    private string PathOf(string name) => Path.Combine(_files.Folder, name);
}
