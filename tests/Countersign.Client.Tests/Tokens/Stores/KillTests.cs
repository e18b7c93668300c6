using System.Diagnostics;
using System.Globalization;
using Countersign.Client.Stores;
using Countersign.Client.Tokens.Stores;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Stores;

/// <summary>A process that writes without end is killed (SIGKILL): what it had acknowledged is there, whole, and the next process can go on.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("killed").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tokens")]
    [InlineData("tokens.db")]
    public async Task Loses_no_acknowledged_refresh_token(string name)
    {
        var place = Path.Combine(_folder, name);
        var acknowledged = 0;
        for (var round = 0; round < 5; round++)
        {
            acknowledged = await WriteUntilKilledAsync(place, TimeSpan.FromMilliseconds(100 + (round * 37)));
            var seal = AesTokenSeal.FromFile(place + ".key");
            ITokenStore store = name.EndsWith(".db", StringComparison.Ordinal) ? new SqliteTokenStore(place, seal) : new FileTokenStore(place, seal);

            var kept = (await store.ReadAsync("api", Cancel))!;

            // The one on its way may be there or not.
            Assert.InRange(int.Parse(kept.RefreshToken!.Reveal(), CultureInfo.InvariantCulture), acknowledged, acknowledged + 1);
            Assert.Equal(int.Parse(kept.RefreshToken.Reveal(), CultureInfo.InvariantCulture) % 10_000, kept.Seed!.Length);
            await using var lease = await LeaseAsync(store);
            Assert.True(await store.TryReplaceAsync("api", kept.Version, kept with { RefreshToken = new("0"), Seed = "" }, Cancel));
        }

        Assert.True(acknowledged > 0);
    }

    // The right of who was killed ends at once where the system knows of it, else within the second that it asked for.
    private static async Task<IAsyncDisposable> LeaseAsync(ITokenStore store)
    {
        while (true)
        {
            if (await store.TryLeaseAsync("api", TimeSpan.FromSeconds(1), Cancel) is { } lease)
                return lease;
            await Task.Delay(20, Cancel);
        }
    }

    private static async Task<int> WriteUntilKilledAsync(string place, TimeSpan life)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Countersign.TokenUser.dll"), "keep", place])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var last = 0;
        try
        {
            last = Numbered(await process.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancel)) ?? throw new InvalidOperationException("It did not begin to write.");
            await Task.Delay(life, Cancel);
            Assert.False(process.HasExited, "The writing process ended by itself.");
        }
        finally
        {
            process.Kill();
        }

        // The last line may be cut off by the kill.
        while (Numbered(await process.StandardOutput.ReadLineAsync(Cancel)) is { } number && number == last + 1)
            last = number;
        return last;
    }

    private static int? Numbered(string? line) => int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : null;
}
