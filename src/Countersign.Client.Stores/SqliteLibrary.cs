using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Countersign.Client.Stores;

/// <summary>Binds ADO.NET to the SQLite library of the system, so that its security updates reach the store.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<Exception?> Loading = new(Load);

    /// <exception cref="InvalidOperationException">The system has no SQLite library.</exception>
    public static void Require()
    {
        if (Loading.Value is { } problem)
            throw new InvalidOperationException("The SQLite library was not found. Install it, such as by `apt-get install libsqlite3-0`; macOS and Windows have their own.", problem);
    }

    private static Exception? Load()
    {
        try
        {
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
            // The program has bound it already.
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
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
