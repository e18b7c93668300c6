using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>A program before a person: a pseudo-terminal that util-linux's <c>script</c> opens.</summary>
internal sealed class Terminal : IDisposable
{
    private const string Script = "/usr/bin/script";

    private readonly Process _process;
    private readonly StringBuilder _shown = new();

    private Terminal(Process process) => _process = process;

    /// <summary>All that the terminal showed so far, echoes included.</summary>
    public string Shown => _shown.ToString();

    /// <summary>Starts our command with further variables of its environment; an empty value removes one.</summary>
    public static Terminal Start(string arguments, params (string Name, string Value)[] environment)
    {
        var settings = string.Concat(environment.Select(variable => variable.Value.Length == 0 ? $"-u {variable.Name} " : $"{variable.Name}={variable.Value} "));
        return Run($"env {settings}dotnet exec '{Checkout.Command}' {arguments}");
    }

    /// <summary>Starts any command of the shell.</summary>
    public static Terminal Run(string command)
    {
        Programs.Need(Script);
        return new(Programs.Start(Script, "-qec", command, "/dev/null"));
    }

    /// <summary>Waits until the terminal shows a text, then types a line.</summary>
    public async Task AnswerAsync(string prompt, string line)
    {
        await ReadAsync(() => Count(prompt) == 0);
        _shown.Replace(prompt, prompt.ToUpper(CultureInfo.InvariantCulture));
        await _process.StandardInput.WriteAsync(line + "\r");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end; the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await ReadAsync(() => true);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private int Count(string text) => Shown.Split(text).Length - 1;

    private async Task ReadAsync(Func<bool> wantsMore)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        var buffer = new char[1024];
        while (wantsMore())
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, patience.Token);
            if (count == 0)
                return;
            _shown.Append(buffer, 0, count);
        }
    }
}
