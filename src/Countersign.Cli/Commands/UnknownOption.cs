using System.CommandLine;
using Countersign.AspNetCore.Words;

namespace Countersign.Cli.Commands;

/// <summary>An option among the words of a command that takes any: it is none of ours, and would go out as a method or a value, or be looked for as a file.</summary>
internal static class UnknownOption
{
    public static bool IsOne(string word) => word is ['-', _, ..] && (word[1] == '-' || char.IsAsciiLetter(word[1]));

    /// <summary>What is wrong with it, and what there is instead.</summary>
    public static string Fault(string word, Command? command)
    {
        // -ujoe:secret has its value behind one letter.
        var name = word is ['-', not '-', _, _, ..] ? word[..2] : word.Split('=')[0];
        string[] names = command is null ? [] : [.. CommandTree.Options(command).SelectMany(CommandTree.Names).Where(each => each.Length > 2)];
        var sends = command is null || names.Contains("--body", StringComparer.Ordinal);
        var meant = (sends ? OfOthers(name) : null) ?? (NearestName.Of(name, names) is { } near ? $"did you mean '{near}'?" : null);
        return $"'countersign {command?.Name ?? "request"}' does not know '{name}'{(meant is null ? "." : "; " + meant)}";
    }

    /// <summary>What curl and HTTPie call otherwise.</summary>
    private static string? OfOthers(string name) => name switch
    {
        "-H" or "--header" or "-A" or "--user-agent" or "-b" or "--cookie" => "a field is written Name:value behind the address.",
        "-X" or "--request" or "-I" or "--head" => "the method stands before the address.",
        "--data" or "--data-raw" or "--data-binary" or "--raw" => "did you mean '--body'?",
        "-j" or "--json" => "name=value behind the address makes a JSON object, and --body takes a whole one.",
        "-u" or "--user" or "--password" or "--auth-type" => "did you mean '--auth'?",
        "--bearer" or "--oauth2-bearer" => "did you mean '--token'?",
        "-k" or "--insecure" or "--verify" => "--cacert FILE trusts an authority of your own.",
        "-L" or "--location" or "-F" or "--follow" => "redirects are followed, unless --no-follow is given.",
        "--no-redirect" or "--no-redirects" or "--no-location" or "--max-redirs" or "--max-redirects" => "did you mean '--no-follow'?",
        "-m" or "--max-time" or "--connect-timeout" => "did you mean '--timeout'?",
        "-i" or "--include" => "did you mean '--verbose'?",
        "-s" or "--silent" => "did you mean '--quiet'?",
        "-x" => "did you mean '--proxy'?",
        "--proxy-user" or "-U" => "did you mean '--proxy-auth'?",
        _ => null,
    };
}
