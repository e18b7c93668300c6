using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>A server that is not ours, in a folder of its own, on a free port.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private readonly StringBuilder _said = new();
    private Process? _process;

    private RealServer()
    {
    }

    public int Port { get; } = Site.FreePort();

    public string Origin => $"http://127.0.0.1:{Port}";

    /// <summary>What it wrote to its log, all of it once it is stopped.</summary>
    public string[] Log => File.Exists(PathOf("access.log")) ? File.ReadAllLines(PathOf("access.log")) : [];

    /// <summary>Starts one; the test that needs it is skipped where the program is not installed.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="configure">Writes its files; its arguments.</param>
    public static async Task<RealServer> StartAsync(string program, Func<RealServer, string[]> configure)
    {
        Programs.Need(program);
        var server = new RealServer();

        // Workers of some run as another account, and read the password files.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(server._folder.FullName, (UnixFileMode)0b111_101_101);
        server.Run(program, configure(server));
        Assert.True(await Eventually.IsSoAsync(server.IsListening), $"{program} does not listen: {server._said}");
        return server;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
    }

    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        await Programs.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Run(string program, string[] arguments)
    {
        _process = Programs.Start(program, arguments);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
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
