using Countersign.Client.Stores;
using Countersign.Client.Tokens.Stores;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Stores;

/// <summary>The file of a store is removed, or replaced, while it is in use.</summary>
public sealed class RemovedTokenFileTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TokenSeal Seal = new AesTokenSeal(new byte[AesTokenSeal.KeyLength]);

    private readonly string _folder = Directory.CreateTempSubdirectory("removed").FullName;
    private readonly SetClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Place => Path.Combine(_folder, "kept");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Goes_on_when_somebody_has_removed_its_file_or_put_an_empty_one_there(bool isReplaced)
    {
        var store = Open();
        await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel);
        File.Delete(Place);
        if (isReplaced)
            await File.WriteAllBytesAsync(Place, [], Cancel);

        Assert.Null(await store.ReadAsync("api", Cancel));
        await using var lease = await store.TryLeaseAsync("api", Minute, Cancel);
        Assert.NotNull(lease);
        Assert.True(await store.TryReplaceAsync("api", null, FamilyOf("s"), Cancel));
        Assert.Equal("s", await KeptAsync(Open()));
        if (!isReplaced)
            FileModes.AssertPrivate(Place);
    }

    [Fact]
    public async Task Goes_on_when_somebody_has_removed_its_folder()
    {
        var place = Path.Combine(Place, "tokens.db");
        Directory.CreateDirectory(Place);
        var store = new SqliteTokenStore(place, Seal, _clock);
        Directory.Delete(Place, recursive: true);

        Assert.True(await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel));
        Assert.Equal("r", await KeptAsync(store));
    }

    [Fact]
    public async Task Does_not_call_kept_what_it_wrote_into_a_file_that_is_gone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file can't be removed there.");
        var store = new SqliteTokenStore(Place, new Removing(Place), _clock);

        var failed = await Assert.ThrowsAsync<IOException>(async () => await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel));

        Assert.Equal($"{Place} was removed or replaced while it was written.", failed.Message);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_file_that_is_none_of_its_own()
    {
        var store = Open();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Place)!))
            File.Delete(file);
        await File.WriteAllTextAsync(Place, new string('x', 5000), Cancel);

        var failed = await Assert.ThrowsAsync<IOException>(async () => await store.ReadAsync("api", Cancel));

        Assert.StartsWith($"{Place} can't be used: ", failed.Message, StringComparison.Ordinal);
    }

    private sealed class Removing(string path) : TokenSeal
    {
        protected override byte[] Protect(byte[] octets, string name)
        {
            File.Delete(path);
            return octets;
        }

        protected override byte[]? Unprotect(byte[] octets, string name) => octets;
    }

    private static TokenFamily FamilyOf(string refresh) => new(new("https://as.example/token"), "app") { RefreshToken = new(refresh) };

    private static async Task<string?> KeptAsync(SqliteTokenStore store) => (await store.ReadAsync("api", Cancel))?.RefreshToken?.Reveal();

    private SqliteTokenStore Open() => new(Place, Seal, _clock);
}
