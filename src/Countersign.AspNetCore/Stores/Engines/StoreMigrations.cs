using System.Globalization;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>The steps by which a store came to its current shape: numbered SQL files, each applied once. They hold for every engine.</summary>
internal static class StoreMigrations
{
    private static readonly (int Number, string Resource)[] Steps = Find();

    /// <summary>The version of a store to which all were applied.</summary>
    public static int Newest => Steps[^1].Number;

    /// <summary>The SQL that a store of a version lacks, in order; up to a later version, where one is named.</summary>
    public static IEnumerable<string> After(int version, SqlDialect dialect, int until = int.MaxValue) =>
        from step in Steps where step.Number > version && step.Number <= until select dialect.Fill(Read(step.Resource));

    /// <summary>Whether a store is of the newest version.</summary>
    /// <exception cref="StoreUnavailableException">It is of a later one still.</exception>
    public static bool IsNewest(int version, string place)
    {
        if (version > Newest)
        {
            throw new StoreUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The store {place} is of version {version}, written by a newer Countersign; this one knows up to {Newest}. Use the newer program or another store."));
        }

        return version == Newest;
    }

    /// <summary>What a reader is told who must not bring a store up to date.</summary>
    public static StoreUnavailableException IsOld(string place) =>
        new($"The store {place} is of an older version; start the gateway once, or run a `user`, `key` or `revoke` command, to bring it up to date.");

    private static (int, string)[] Find()
    {
        const string Folder = ".Migrations.";
        return [.. typeof(StoreMigrations).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length, 4), CultureInfo.InvariantCulture), name))
            .OrderBy(step => step.Item1)];
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(StoreMigrations).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
