using System.Security.Cryptography;
using System.Text;

namespace Countersign.Client.Tokens.Stores;

/// <summary>
/// Keeps each token family in a file of its own, sealed, for all processes of one user on one machine. A file is replaced as a whole: a process that is killed
/// leaves the former one or the next. Locks are those of the system and end with the process; a file system in a network may not know them.
/// </summary>
public sealed class FileTokenStore : ITokenStore
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _directory;
    private readonly TokenSeal _seal;
    private readonly TimeProvider _clock;

    /// <summary>Makes the folder when it is missing, for this user alone.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="seal">What files are sealed with.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public FileTokenStore(string directory, TokenSeal seal, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(seal);
        (_directory, _seal, _clock) = (directory, seal, clock ?? TimeProvider.System);
        PrivateFiles.CreateDirectory(directory);
    }

    /// <inheritdoc/>
    public ValueTask<TokenFamily?> ReadAsync(string name, CancellationToken cancel) =>
        ValueTask.FromResult(Octets(PathOf(name, "tokens")) is { } octets ? _seal.Open(octets, name) : null);

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceAsync(string name, string? version, TokenFamily next, CancellationToken cancel)
    {
        PrivateFiles.CreateDirectory(_directory); // somebody may have removed it
        var path = PathOf(name, "tokens");
        using var alone = await LockAsync(PathOf(name, "lock"), cancel);
        if ((Octets(path) is { } octets ? TokenSeal.VersionOf(octets) : null) != version)
            return false;
        var made = PathOf(name, "new");
        File.Delete(made); // of one who was killed
        PrivateFiles.Write(made, _seal.Seal(next, name));
        File.Move(made, path, overwrite: true);
        SyncName(path);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable?> TryLeaseAsync(string name, TimeSpan length, CancellationToken cancel)
    {
        PrivateFiles.CreateDirectory(_directory);
        return ValueTask.FromResult<IAsyncDisposable?>(PrivateFiles.TryLock(PathOf(name, "lease")));
    }

    private static byte[]? Octets(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // File systems write a rename at the latest with the next sync of the file: after a power failure the used token must not be back.
    private static void SyncName(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Flush(flushToDisk: true);
    }

    // Names may be those of people, and hold what file systems do not take.
    private string PathOf(string name, string kind) => Path.Combine(_directory, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16])}.{kind}");

    private async Task<FileStream> LockAsync(string path, CancellationToken cancel)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            if (PrivateFiles.TryLock(path) is { } taken)
                return taken;
            if (_clock.GetElapsedTime(began) > Patience)
                throw new IOException($"{path} is locked by another process.");
            await Task.Delay(BetweenTries, _clock, cancel);
        }
    }
}
