using System.CommandLine;
using System.Text;

namespace Countersign.Cli;

/// <summary>Shell completion, written from the command tree: nothing to run at each key.</summary>
internal static class CompletionScripts
{
    /// <summary>The shells that are served.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    /// <summary>The script of a shell.</summary>
    public static string Write(Command root, string shell) => shell switch
    {
        "bash" => Bash(root),
        "zsh" => "#compdef countersign\nautoload -U +X bashcompinit && bashcompinit\n" + Bash(root),
        "fish" => Fish(root),
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "bash, zsh or fish"),
    };

    /// <summary>zsh reads the same function by its bashcompinit; so nothing but what both shells know is used.</summary>
    private static string Bash(Command root)
    {
        var script = new StringBuilder("""
            # Completion of countersign. Source this file, or put it where the shell looks for completions.
            _countersign() {
                local word=${COMP_WORDS[COMP_CWORD]} before="" path="" words="" i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$path ${COMP_WORDS[i]}" in

            """.ReplaceLineEndings("\n"));
        var paths = Walk(root, "").Where(entry => entry.Path.Length > 0).ToList();
        if (paths.Count > 0)
            script.Append("            ").AppendJoin(" | ", paths.Select(entry => $"\"{entry.Path}\"")).Append(") path=\"$path ${COMP_WORDS[i]}\" ;;\n");
        script.Append("            *) ;;\n        esac\n    done\n    case \"$path\" in\n");
        foreach (var (path, command) in Walk(root, ""))
            script.Append("        \"").Append(path).Append("\") words=\"").AppendJoin(' ', Words(root, command)).Append("\" ;;\n");
        script.Append("""
                esac
                [ "$COMP_CWORD" -gt 0 ] && before=${COMP_WORDS[COMP_CWORD-1]}
                case "$before" in
            """.ReplaceLineEndings("\n"));
        script.Append('\n');
        foreach (var (names, values) in Choices(root))
            script.Append("        ").AppendJoin(" | ", names).Append(") words=\"").AppendJoin(' ', values).Append("\" ;;\n");
        script.Append("""
                    --*) case "$word" in -*) ;; *) COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word")); return ;; esac ;;
                esac
                COMPREPLY=($(compgen -W "$words" -- "$word"))
                [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
            }
            complete -o filenames -F _countersign countersign ./countersign

            """.ReplaceLineEndings("\n"));
        return script.ToString();
    }

    private static string Fish(Command root)
    {
        var script = new StringBuilder("# Completion of countersign: put this file into ~/.config/fish/completions/countersign.fish\n");
        foreach (var (path, command) in Walk(root, ""))
        {
            var seen = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var children = CommandTree.Subcommands(command).Select(child => child.Name).ToArray();
            var when = string.Join("; and ", seen.Select(name => $"__fish_seen_subcommand_from {name}")
                .Concat(children.Length == 0 ? [] : [$"not __fish_seen_subcommand_from {string.Join(' ', children)}"]));
            var condition = when.Length == 0 ? "" : $" -n '{when}'";
            foreach (var child in CommandTree.Subcommands(command))
                script.Append("complete -c countersign -f").Append(condition).Append(" -a ").Append(child.Name).Append(Described(child.Description));
            foreach (var option in CommandTree.Options(command))
            {
                script.Append("complete -c countersign").Append(condition);
                foreach (var name in CommandTree.Names(option))
                    script.Append(name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
                var values = CommandTree.Values(option);
                script.Append(values.Length > 0 ? $" -x -a '{string.Join(' ', values)}'" : CommandTree.TakesValue(option) ? " -r" : " -f").Append(Described(option.Description));
            }
        }

        return script.ToString();
    }

    private static string Described(string? text) =>
        string.IsNullOrEmpty(text) ? "\n" : $" -d '{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'\n";

    private static IEnumerable<string> Words(Command root, Command command) =>
        CommandTree.Subcommands(command).Select(child => child.Name)
            .Concat(command.Arguments.SelectMany(CommandTree.Values))
            .Concat(CommandTree.Options(command).SelectMany(CommandTree.Names))
            .Concat(CommandTree.Options(root).Where(option => option.Recursive).SelectMany(CommandTree.Names))
            .Distinct(StringComparer.Ordinal);

    /// <summary>Options whose values are few, with all their names; equal names of several commands are taken once.</summary>
    private static IEnumerable<(string[] Names, string[] Values)> Choices(Command root) =>
        Walk(root, "").SelectMany(entry => CommandTree.Options(entry.Command))
            .Select(option => (Names: CommandTree.Names(option).ToArray(), Values: CommandTree.Values(option)))
            .Where(choice => choice.Values.Length > 0)
            .DistinctBy(choice => choice.Names[0], StringComparer.Ordinal);

    /// <summary>Every command with the words that lead to it, each preceded by a blank.</summary>
    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        CommandTree.Subcommands(command).Select(child => Walk(child, $"{path} {child.Name}")).Aggregate(
            Enumerable.Repeat((path, command), 1), (all, more) => all.Concat(more));
}
