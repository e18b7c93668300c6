using Countersign.Cli.Requests;

namespace Countersign.Cli.Commands;

/// <summary>
/// Where an option takes a secret from: <c>@FILE</c>, <c>-</c> for the standard input, <c>env:NAME</c> for a variable of the environment, or the command line
/// itself, where everybody on the machine sees it.
/// </summary>
internal static class SecretSource
{
    private const string Variable = "env:";
    private const int MaxLength = 64 * 1024;

    /// <summary>Whether the text names a place, rather than being the secret.</summary>
    public static bool IsPlace(string text) => text is "-" || text.StartsWith('@') || text.StartsWith(Variable, StringComparison.Ordinal);

    /// <summary>The secret; the first line of a file or of the standard input.</summary>
    /// <param name="option">The name of the option.</param>
    /// <param name="text">Its value.</param>
    /// <param name="warnings">Told that a secret stands on the command line.</param>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static string Read(string option, string text, TextWriter warnings)
    {
        if (!IsPlace(text))
        {
            warnings.WriteLine($"countersign: a secret on the command line is seen by everybody on this machine and kept by the shell; {option} also takes @FILE, - and env:NAME.");
            return text;
        }

        var secret = text is "-" ? FirstLine(Console.In) : text.StartsWith('@') ? OfFile(option, text[1..]) : Environment.GetEnvironmentVariable(text[Variable.Length..]);
        return secret is { Length: > 0 } ? secret : throw new CommandFailure($"{option}: there is nothing in {(text is "-" ? "the standard input" : text)}.");
    }

    private static string OfFile(string option, string file)
    {
        if (!File.Exists(file))
            throw new CommandFailure($"{option}: there is no file {file}.");
        using var reader = new StreamReader(file);
        return FirstLine(reader);
    }

    private static string FirstLine(TextReader reader)
    {
        var text = new char[MaxLength];
        var length = reader.ReadBlock(text, 0, text.Length);
        return new string(text, 0, length).Split('\n')[0].TrimStart('\ufeff').TrimEnd('\r');
    }
}
