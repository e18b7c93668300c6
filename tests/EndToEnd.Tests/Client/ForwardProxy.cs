using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>A real proxy that wants credentials, of Ali with his donkey.</summary>
public abstract class ForwardProxy : IAsyncLifetime
{
    internal const string User = "Ali";
    internal const string Password = "donkey";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private readonly StringBuilder _said = new();
    private Process? _process;

    /// <summary>Where it asks for Basic.</summary>
    internal int BasicPort { get; } = Site.FreePort();

    /// <summary>Where it asks for Digest; maybe for Basic, too.</summary>
    internal abstract int DigestPort { get; }

    /// <summary>Where tunnels end.</summary>
    internal TunnelEnd Origin { get; private set; } = null!;

    /// <summary>The program.</summary>
    protected abstract string Program { get; }

    public async ValueTask InitializeAsync()
    {
        Origin = await TunnelEnd.StartAsync();
        if (!File.Exists(Program))
            return;

        // A program that was started by root reads its files as somebody else.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, File.GetUnixFileMode(_folder.FullName) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await WriteAsync("users.htpasswd", $"{User}:$apr1$counters$nkIRoEB/gKFJri6eNWdSC1\n");
        await WriteAsync("users.htdigest", $"{User}:proxy:{HashForDigest()}\n");
        _process = Programs.Start(Program, await ConfigureAsync());
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Assert.True(await Eventually.IsSoAsync(() => IsListening(BasicPort) && IsListening(DigestPort)), $"{Program} does not listen: {_said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                await Programs.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await _process.WaitForExitAsync(patience.Token).ContinueWith(_ => _process.Kill(entireProcessTree: true), TaskScheduler.Default);
            }

            _process.Dispose();
        }

        await Origin.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Skips a test where the program is not installed.</summary>
    internal void Need() => Programs.Need(Program);

    /// <summary>Writes the program's files; the arguments to start it with.</summary>
    protected abstract Task<string[]> ConfigureAsync();

    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    protected Task WriteAsync(string name, string content) => File.WriteAllTextAsync(PathOf(name), content);

    // What the file of these programs holds.
#pragma warning disable CA5351
    private static string HashForDigest() => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{User}:proxy:{Password}")));
#pragma warning restore CA5351

    private static bool IsListening(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }
}
