using Countersign.Gateway.Admin;

namespace Countersign.Cli.Commands;

/// <summary>What the terminal may be asked for.</summary>
internal static class Terminal
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether colour reaches somebody who wants it: a terminal, and no <c>NO_COLOR</c> (https://no-color.org).</summary>
    public static bool TakesColour(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && WantsColour;

    /// <summary>The same of the standard error.</summary>
    public static bool ErrorTakesColour => !Console.IsErrorRedirected && WantsColour;

    private static bool WantsColour =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>A new password: typed twice without echo, or the first line of the standard input.</summary>
    /// <exception cref="CommandFailure">There is none, or the two differ.</exception>
    public static string ReadNewPassword(TextWriter prompts)
    {
        if (Console.IsInputRedirected)
        {
            if (Console.In.ReadLine() is not { Length: > 0 } line)
                throw new CommandFailure("no password came on the standard input.");

            // What can't be read becomes one and the same character, and with it every such password the same.
            return line.Contains(NameRules.Unreadable, StringComparison.Ordinal) ? throw new CommandFailure("the password on the standard input is not UTF-8.") : line;
        }

        var first = ReadHidden("Password: ", prompts);
        if (first.Length == 0)
            throw new CommandFailure("an empty password protects nothing.");
        return ReadHidden("Again: ", prompts) == first ? first : throw new CommandFailure("the two passwords differ.");
    }

    /// <summary>A name that is typed.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static string ReadName(TextWriter prompts)
    {
        prompts.Write("User: ");
        prompts.Flush();
        return Console.In.ReadLine()?.Trim() is { Length: > 0 } name ? name : throw new CommandFailure("no name came.");
    }

    /// <summary>A password that is there already: typed once without echo, or the first line of the standard input.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static Secret ReadPassword(TextWriter prompts) =>
        (Console.IsInputRedirected ? Console.In.ReadLine() : ReadHidden("Password: ", prompts)) is { Length: > 0 } password
            ? new(password)
            : throw new CommandFailure("no password came.");

    /// <summary>A token: typed without echo, or the first line of the standard input.</summary>
    public static string ReadToken(TextWriter prompts) => (Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : ReadHidden("Token: ", prompts)).Trim();

    /// <summary>A token and what stands around it: typed without echo, or the whole standard input.</summary>
    public static string ReadTokenText(TextWriter prompts) => Console.IsInputRedirected ? TokenSource.Bounded(Console.In) : ReadHidden("Token: ", prompts);

    private static string ReadHidden(string prompt, TextWriter prompts)
    {
        // The runtime stops the echo when it begins to wait for a key: asked before that, a quick typist would see the first letters.
        var typing = Task.Run(ReadLineUnseen);
        Thread.Sleep(Settling);
        prompts.Write(prompt);
        prompts.Flush();
        var typed = typing.GetAwaiter().GetResult();
        prompts.WriteLine();
        return typed;
    }

    private static string ReadLineUnseen()
    {
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        return typed.ToString();
    }
}
