using System.Collections.Immutable;
using Countersign.Cli.Commands;
using Countersign.Client;
using Countersign.Client.Tokens.Stores;

namespace Countersign.Cli.Logins;

/// <summary>
/// The sign-ins of this user on this machine, in one sealed file; tokens are in the token store beside it, under the same key. The key lies in another folder, so
/// that a copy of the one without the other says nothing; who can read all files of this user can read both.
/// </summary>
internal sealed class LoginStore
{
    private const string Name = "logins";
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private const int Tries = 500;

    private readonly string _folder;
    private readonly AesTokenSeal _seal;

    private LoginStore(string folder, AesTokenSeal seal) => (_folder, _seal) = (folder, seal);

    private string FilePath => Path.Combine(_folder, Name);

    /// <summary>The store of this user; null where there is none yet.</summary>
    /// <exception cref="CommandFailure">Its key can't be used.</exception>
    public static LoginStore? Find() => Folder() is { } folder && File.Exists(Path.Combine(folder, Name)) ? Open() : null;

    /// <summary>The store of this user, which is made where there is none.</summary>
    /// <exception cref="CommandFailure">There is no home folder, or the key can't be used.</exception>
    public static LoginStore Open()
    {
        if (Folder() is not { } folder || KeyFolder() is not { } keyFolder)
            throw new CommandFailure("there is no home folder to keep sign-ins in; set HOME.");
        PrivateFiles.CreateDirectory(folder);
        return new(folder, AesTokenSeal.FromFile(Path.Combine(keyFolder, "logins.key")));
    }

    /// <summary>Where tokens are kept.</summary>
    public ITokenStore Tokens() => new FileTokenStore(Path.Combine(_folder, "tokens"), _seal);

    /// <summary>All sign-ins.</summary>
    /// <exception cref="CommandFailure">They can't be read.</exception>
    public ImmutableArray<Login> Read()
    {
        if (!File.Exists(FilePath))
            return [];
        return _seal.OpenOctets(File.ReadAllBytes(FilePath), Name) is { } text && LoginText.Read(text) is { } logins
            ? logins
            : throw new CommandFailure($"the sign-ins in {FilePath} can't be read: they were sealed with another key, are damaged, or are of a newer version. Remove the file and sign in anew; until then 'countersign request --no-login' leaves it alone.");
    }

    /// <summary>The sign-in of an origin; null for none.</summary>
    public Login? Find(Origin origin) => Read().FirstOrDefault(login => login.Origin == origin);

    /// <summary>Keeps a sign-in in the place of the origin's former one.</summary>
    public Task PutAsync(Login login, CancellationToken cancel) =>
        ChangeAsync(all => [.. all.Where(each => each.Origin != login.Origin).Append(login).OrderBy(each => each.Origin.ToString(), StringComparer.Ordinal)], cancel);

    /// <summary>Forgets the sign-in of an origin; its tokens are forgotten by <see cref="ForgetTokensAsync"/>.</summary>
    /// <returns>What it was; null where there was none.</returns>
    public async Task<Login?> RemoveAsync(Origin origin, CancellationToken cancel)
    {
        var former = Find(origin);
        if (former is not null)
            await ChangeAsync(all => [.. all.Where(each => each.Origin != origin)], cancel);
        return former;
    }

    /// <summary>Forgets the tokens of a sign-in.</summary>
    /// <param name="former">The sign-in.</param>
    /// <param name="before">Is shown them before that, and again what another command got by them meanwhile; null for nobody.</param>
    /// <exception cref="IOException">They can't be written.</exception>
    public async Task ForgetTokensAsync(Login former, Func<TokenFamily, Task>? before = null)
    {
        if (former is not { TokenEndpoint: { } endpoint, Family: { } family })
            return;
        var tokens = Tokens();
        string? version;
        do
        {
            (version, var kept) = await ReadAsync(tokens, family);
            if (before is not null && kept is not null)
                await before(kept);
        }
        while (!await tokens.TryReplaceAsync(family, version, new TokenFamily(endpoint, former.ClientId ?? ""), CancellationToken.None));
    }

    private static async Task<(string? Version, TokenFamily? Kept)> ReadAsync(ITokenStore tokens, string family)
    {
        try
        {
            var kept = await tokens.ReadAsync(family, CancellationToken.None);
            return (kept?.Version, kept);
        }
        catch (UnreadableTokensException unreadable)
        {
            return (unreadable.Version, null);
        }
    }

    private static string? Folder() => FolderOf(Environment.SpecialFolder.LocalApplicationData) is { } data ? Path.Combine(data, "countersign", Name) : null;

    private static string? KeyFolder() => FolderOf(Environment.SpecialFolder.ApplicationData) is { } settings ? Path.Combine(settings, "countersign") : null;

    private static string? FolderOf(Environment.SpecialFolder kind) => Environment.GetFolderPath(kind, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder ? folder : null;

    private async Task ChangeAsync(Func<ImmutableArray<Login>, ImmutableArray<Login>> change, CancellationToken cancel)
    {
        using var alone = await LockAsync(cancel);
        var made = FilePath + ".new";
        File.Delete(made); // of one who was killed
        PrivateFiles.Write(made, _seal.SealOctets(LoginText.Write(change(Read())), Name));
        File.Move(made, FilePath, overwrite: true);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancel)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (PrivateFiles.TryLock(FilePath + ".lock") is { } taken)
                return taken;
            await Task.Delay(BetweenTries, cancel);
        }

        throw new CommandFailure("another command holds the sign-ins.");
    }
}
