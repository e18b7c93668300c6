using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Gateway.TokenTools;

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
        if (result.Tokens.Count > 1 || result.Tokens is [{ Value: var one }] && one != "-" && !File.Exists(one))
            result.AddError(LooksLikeToken(result) ? Misplaced : result.Tokens.Count > 1 ? "There is one file at most." : "There is no such file.");
    }

    private static bool LooksLikeToken(ArgumentResult result) => result.Tokens.Any(token =>
        token.Value.Contains("eyJ", StringComparison.Ordinal)
        || token.Value.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase)
        || token.Value.StartsWith("Authorization", StringComparison.OrdinalIgnoreCase)
        || (token.Value.Length >= 20 && !token.Value.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.HasExtension(token.Value)));
}
