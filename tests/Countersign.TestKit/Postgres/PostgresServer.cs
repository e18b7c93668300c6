using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Countersign.TestKit.Postgres;

/// <summary>A real PostgreSQL server with a cluster of its own in a temporary folder, on a free port of loopback. It starts when it is first asked for.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The user and the database that it has.</summary>
    public const string Name = "countersign";

    private static readonly string? Programs = FindPrograms();

    private readonly Lock _starting = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "countersign-postgres-" + Guid.NewGuid().ToString("N"));
    private Process? _process;

    /// <summary>Whether the programs are installed.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>Where it listens; known once it was started.</summary>
    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>A store in a schema of its own, as a configuration names it.</summary>
    public string NewStore()
    {
        Start();
        return string.Create(
            CultureInfo.InvariantCulture, $"postgres:Host=127.0.0.1;Port={Port};Username={Name};Database={Name};Search Path=s{Guid.NewGuid():N};Maximum Pool Size=10");
    }

    /// <summary>Starts it, once, and waits until it serves.</summary>
    public void Start()
    {
        lock (_starting)
        {
            if (_process is not null)
                return;
            Directory.CreateDirectory(_folder);
            if (Environment.IsPrivilegedProcess)
                Finish(Process.Start("chown", ["postgres", _folder]));
            Finish(Begin("initdb", "-D", Data, "-U", Name, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
            Port = FreePort();
            _process = Begin("postgres", "-D", Data, "-p", PortText, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off");
            while (TryFinish(Begin("pg_isready", "-h", "127.0.0.1", "-p", PortText)) is { } why)
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"postgres ended before it served. {why}");
                Thread.Sleep(50);
            }

            Finish(Begin("createdb", "-h", "127.0.0.1", "-p", PortText, "-U", Name, Name));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is null)
            return;

        // Its folder goes with it, so it need not tidy up.
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        return !Directory.Exists(Debian) ? null : Directory.EnumerateDirectories(Debian).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    /// <summary>PostgreSQL does not run as root; its package brings a user who does.</summary>
    private static Process Begin(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs ?? throw new InvalidOperationException("PostgreSQL is not installed."), program);
        string[] command = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments] : [path, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static void Finish(Process process)
    {
        if (TryFinish(process) is { } why)
            throw new InvalidOperationException(why);
    }

    private static string? TryFinish(Process process)
    {
        using (process)
        {
            var said = process.StartInfo.RedirectStandardError ? process.StandardError.ReadToEnd() : "";
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{process.StartInfo.FileName} ended with {process.ExitCode}. {said}";
        }
    }
}
