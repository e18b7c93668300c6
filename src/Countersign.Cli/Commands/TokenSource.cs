using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Inspector.Tokens;

namespace Countersign.Cli.Commands;

/// <summary>Where token commands take their token from: the standard input, a file, or a terminal without echo. Never the command line.</summary>
internal static class TokenSource
{
    private const string Misplaced = "A token is not taken from the command line, where everybody on this machine sees it and the shell remembers it; give it on the standard input or name its file.";

    /// <summary>The argument. It takes more than it wants: the parser's own complaint would show the token again.</summary>
    public static Argument<string[]> Argument()
    {
        var file = new Argument<string[]>("file")
        {
            Description = "A file with the token; without it, or for -, the standard input. On a terminal the token is asked for.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        file.Validators.Add(Judge);
        return file;
    }

    /// <summary>The token, and what stood around it.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static CopiedToken Read(ParseResult parsed, Argument<string[]> file)
    {
        var text = parsed.GetValue(file) is [var name] && name != "-" ? ReadFile(name) : Terminal.ReadTokenText(parsed.InvocationConfiguration.Error);
        var token = CopiedToken.Read(text);
        return token.Text.Length > 0 ? token : throw new CommandFailure("no token came.");
    }

    private static string ReadFile(string name)
    {
        if (!File.Exists(name))
            throw new CommandFailure("there is no such file.");
        using var reader = new StreamReader(name);
        return Bounded(reader);
    }

    /// <summary>As much as a token may have; what is longer is cut one character beyond, and refused as too long.</summary>
    public static string Bounded(TextReader reader)
    {
        var text = new char[CopiedToken.MaxLength + 1];
        var length = reader.ReadBlock(text, 0, text.Length);
        return new(text, 0, length);
    }

    private static void Judge(ArgumentResult result)
    {
        if (result.Tokens.Any(token => LooksLikeToken(token.Value) && !File.Exists(token.Value)))
            result.AddError(Misplaced);
        else if (result.Tokens.Count > 1)
            result.AddError("There is one file at most.");
    }

    // A long name without folder and ending is an opaque token rather than a file that is not there.
    private static bool LooksLikeToken(string text) =>
        text.Contains("eyJ", StringComparison.Ordinal)
        || text.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("Authorization", StringComparison.OrdinalIgnoreCase)
        || (text.Length >= 20 && !text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.HasExtension(text));
}
