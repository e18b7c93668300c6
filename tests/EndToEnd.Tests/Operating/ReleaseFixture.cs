using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>What <c>packaging/release</c> makes, made once and unpacked.</summary>
public sealed class ReleaseFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    /// <summary>The folder of the archive.</summary>
    public string Archive => Directory.GetDirectories(_folder.FullName, "countersign-*").Single();

    /// <summary>Where archive and packages are.</summary>
    public static string Made => Path.Combine(Checkout.Root, "artifacts", "release");

    /// <summary>A folder for what a test installs.</summary>
    public string FolderFor(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        var made = await Programs.RunAsync(Path.Combine(Checkout.Root, "packaging", "release"), [], seconds: 1800);
        Assert.True(made.Code == 0, made.Error);
        var unpacked = await Programs.RunAsync("tar", ["-xzf", Directory.GetFiles(Made, "*.tar.gz").Single(), "-C", _folder.FullName]);
        Assert.True(unpacked.Code == 0, unpacked.Error);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Beside no other tests: two publishes take the whole machine for minutes.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ReleaseAlone : ICollectionFixture<ReleaseFixture>;
