namespace Countersign.Cli.Commands;

/// <summary>Says on a terminal what is done next, in a line that goes away; nothing elsewhere.</summary>
internal sealed class TerminalProgress : IProgress<string>
{
    private readonly bool _isSeen = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";
    private int _length;

    public void Report(string value)
    {
        if (!_isSeen)
            return;
        Clear();
        var line = $"looking at {value} ...";
        _length = line.Length;
        Console.Error.Write(line);
    }

    public void Clear()
    {
        if (_length > 0)
            Console.Error.Write($"\r{new string(' ', _length)}\r");
        _length = 0;
    }
}
