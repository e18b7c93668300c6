using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Binds ADO.NET to the SQLite library of the system, so that its security updates reach the store.</summary>
internal static class SqliteLibrary
{
    /// <summary>The name by which programs ask for it here.</summary>
    public const string Name = "e_sqlite3";

    private static readonly Lazy<Exception?> Loading = new(Load);

    /// <exception cref="StoreUnavailableException">The system has no SQLite library.</exception>
    public static void Require()
    {
        if (Loading.Value is { } problem)
        {
            throw new StoreUnavailableException(
                "The SQLite library was not found. Install it: `apt-get install libsqlite3-0` (Debian, Ubuntu), `dnf install sqlite-libs` (Fedora), " +
                "`apk add sqlite-libs` (Alpine); macOS and Windows have their own.",
                problem);
        }
    }

    private static Exception? Load()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SqliteLibrary).Assembly, Resolve);
            BindOnce();
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            _ = raw.sqlite3_libversion_number();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            return e;
        }
    }

    private static void BindOnce()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // Another library of the program has bound it already, such as that of the client's stores.
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;
        foreach (var candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var library))
                return library;
        }

        return 0;
    }

    private static string[] Candidates()
    {
        if (OperatingSystem.IsWindows())
            return ["winsqlite3"];
        return OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"] : ["libsqlite3.so.0", "libsqlite3.so"];
    }
}
