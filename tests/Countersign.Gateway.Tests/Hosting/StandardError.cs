using System.Text;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Keeps what this process writes to its standard error: the gateways' consoles write there from their own threads.</summary>
internal sealed class StandardError : TextWriter
{
    private static readonly StandardError Kept = new(Console.Error);

    private readonly TextWriter _real;
    private readonly StringBuilder _text = new();

    private StandardError(TextWriter real) => _real = real;

    public override Encoding Encoding => _real.Encoding;

    /// <summary>Everything since the first call of <see cref="Keep"/>.</summary>
    public static string Text
    {
        get
        {
            lock (Kept._text)
                return Kept._text.ToString();
        }
    }

    /// <summary>Begins to keep; gateways that start later are heard.</summary>
    public static void Keep() => Console.SetError(Kept);

    public override void Write(char value)
    {
        lock (_text)
            _text.Append(value);
        _real.Write(value);
    }

    public override void Write(string? value)
    {
        lock (_text)
            _text.Append(value);
        _real.Write(value);
    }
}
