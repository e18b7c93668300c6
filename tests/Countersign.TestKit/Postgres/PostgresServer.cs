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

    private readonly Lock _starting = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "countersign-postgres-" + Guid.NewGuid().ToString("N"));
    private Process? _process;

    /// <summary>Whether the programs are installed.</summary>
    public static bool IsInstalled => PostgresPrograms.AreInstalled;

    /// <summary>Where it listens; known once it was started.</summary>
    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private string[] Address => ["-h", "127.0.0.1", "-p", PortText, "-U", Name];

    /// <summary>A store in a schema of its own, as a configuration names it.</summary>
    public string NewStore()
    {
        Start();
        return string.Create(
            CultureInfo.InvariantCulture, $"postgres:Host=127.0.0.1;Port={Port};Username={Name};Database={Name};Search Path=s{Guid.NewGuid():N};Maximum Pool Size=10");
    }

    /// <summary>Starts it, unless it runs, and waits until it serves. What it knew it still knows.</summary>
    public void Start()
    {
        lock (_starting)
        {
            if (_process is not null)
                return;
            var isNew = !Directory.Exists(_folder);
            if (isNew)
            {
                PostgresPrograms.CreateFolder(_folder);
                PostgresPrograms.Run("initdb", "-D", Data, "-U", Name, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
            }

            Serve();
            if (isNew)
                PostgresPrograms.Run("createdb", [.. Address, Name]);
        }
    }

    /// <summary>Ends it in an orderly way, its connections with it.</summary>
    public void Stop()
    {
        PostgresPrograms.Run("pg_ctl", "stop", "-D", Data, "-m", "fast");
        End();
    }

    /// <summary>SIGKILL, for it and for all processes that it has.</summary>
    public void Kill() => End();

    /// <summary>Another server that follows this one, which from now on acknowledges what both have, and nothing else.</summary>
    public PostgresServer CreateStandby()
    {
        var standby = new PostgresServer();
        PostgresPrograms.CreateFolder(standby._folder);
        PostgresPrograms.Run("pg_basebackup", "-D", standby.Data, "-d", $"host=127.0.0.1 port={PortText} user={Name}", "-c", "fast", "-R", "--no-sync");
        standby.Start();
        Run("ALTER SYSTEM SET synchronous_standby_names = '*'");
        Run("SELECT pg_reload_conf()");
        while (PostgresPrograms.TryRun("psql", [.. Address, "-c", "DO 'BEGIN ASSERT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = ''sync''); END'"]) is not null)
            Thread.Sleep(50);
        return standby;
    }

    /// <summary>Makes a standby the one that takes changes.</summary>
    public void Promote() => PostgresPrograms.Run("pg_ctl", "promote", "-D", Data);

    /// <summary>Does something to the server.</summary>
    public void Run(string sql) => PostgresPrograms.Run("psql", [.. Address, "-v", "ON_ERROR_STOP=1", "-c", sql]);

    /// <summary>Has it start as a standby the next time: of nobody, which makes no difference to who reads it.</summary>
    public void BecomeStandby() => File.WriteAllText(Path.Combine(Data, "standby.signal"), "");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Its folder goes with it, so it need not tidy up there; what it has of the machine's shared memory it gives back.
        if (_process is not null)
            PostgresPrograms.TryRun("pg_ctl", "stop", "-D", Data, "-m", "immediate");
        End();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void Serve()
    {
        Port = Port == 0 ? FreePort() : Port;
        _process = PostgresPrograms.Begin("postgres", "-D", Data, "-p", PortText, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off");
        _process.BeginErrorReadLine(); // or it would wait for a reader of its log one day
        while (PostgresPrograms.TryRun("pg_isready", "-h", "127.0.0.1", "-p", PortText) is { } why)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"postgres ended before it served. {why}");
            Thread.Sleep(50);
        }
    }

    private void End()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
