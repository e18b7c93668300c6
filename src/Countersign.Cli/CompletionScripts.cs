using System.CommandLine;
using System.Text;

namespace Countersign.Cli;

/// <summary>Shell completion, written from the command tree: nothing to run at each key.</summary>
internal static class CompletionScripts
{
    /// <summary>The shells that are served.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    // zsh runs a file of $fpath at the first key and expects words from it at once.
    private const string AtTheFirstKey = "if [ \"${funcstack[1]}\" = _countersign ]; then _bash_complete -F _countersign; fi\n";

    /// <summary>The script of a shell.</summary>
    public static string Write(Command root, string shell) => shell switch
    {
        "bash" => Bash(root),
        "zsh" => $"#compdef countersign\nautoload -U +X bashcompinit && bashcompinit\n{Bash(root)}{AtTheFirstKey}",
        "fish" => Fish(root),
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "bash, zsh or fish"),
    };

    /// <summary>zsh reads the same function by its bashcompinit; so nothing but what both shells know is used.</summary>
    private static string Bash(Command root)
    {
        var script = new StringBuilder("""
            # Completion of countersign. Source this file, or put it where the shell looks for completions.
            _countersign() {
                local word=${COMP_WORDS[COMP_CWORD]} before="" prefix="" at="" choices="" i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$at ${COMP_WORDS[i]}" in

            """.ReplaceLineEndings("\n"));
        var paths = Walk(root, "").Where(entry => entry.Path.Length > 0).ToList();
        if (paths.Count > 0)
            script.Append("            ").AppendJoin(" | ", paths.Select(entry => $"\"{entry.Path}\"")).Append(") at=\"$at ${COMP_WORDS[i]}\" ;;\n");
        script.Append("            *) ;;\n        esac\n    done\n    case \"$at\" in\n");
        foreach (var (path, command) in Walk(root, ""))
            script.Append("        \"").Append(path).Append("\") choices=\"").AppendJoin(' ', Words(command)).Append("\" ;;\n");
        script.Append("""
                esac
                [ "$COMP_CWORD" -gt 0 ] && before=${COMP_WORDS[COMP_CWORD-1]}
                # bash splits --format=json at the sign, zsh does not.
                if [ "$word" = "=" ]; then word=""; elif [ "$before" = "=" ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
                case "$word" in --*=*) before=${word%%=*}; prefix=$before=; word=${word#*=} ;; esac
                case "$at $before" in
            """.ReplaceLineEndings("\n"));
        script.Append('\n');
        var files = Named(root, IsFile);
        var onlyElsewhere = Walk(root, "").SelectMany(entry => CommandTree.Options(entry.Command).Where(option => CommandTree.TakesValue(option) && !IsFile(option))
            .SelectMany(CommandTree.Names).Where(files.Contains).Select(name => $"\"{entry.Path} {name}\"")).ToArray();
        if (onlyElsewhere.Length > 0)
            script.Append("        ").AppendJoin(" | ", onlyElsewhere).Append(") choices=\"\"; at=\"\" ;;\n");
        foreach (var (patterns, values) in Choices(root))
            script.Append("        ").AppendJoin(" | ", patterns).Append(") choices=\"").AppendJoin(' ', values).Append("\" ;;\n");
        if (files.Length > 0)
            script.Append("        ").AppendJoin(" | ", files.Select(Anywhere)).Append(") choices=\"\"; at=file ;;\n");
        var others = Named(root, option => CommandTree.TakesValue(option) && !IsFile(option) && CommandTree.Values(option).Length == 0);
        if (others.Length > 0)
            script.Append("        ").AppendJoin(" | ", others.Select(Anywhere)).Append(") choices=\"\"; at=\"\" ;;\n");
        script.Append("""
                esac
                # Behind @ stands a file. bash splits there, and yet wants the whole word.
                if [ "$before" = "@" ]; then choices=""; at=file; prefix=@; fi
                case "$word" in @*) choices=""; at=file; prefix=$prefix@; word=${word#@} ;; esac
                COMPREPLY=($(compgen -P "$prefix" -W "$choices" -- "$word"))
                case "$at" in
                    file
            """.ReplaceLineEndings("\n"));
        foreach (var (path, command) in Walk(root, ""))
        {
            if (command.Arguments.Any(IsFile))
                script.Append(" | \"").Append(path).Append('"');
        }

        script.Append("""
            )
                        if [ -n "$prefix" ]; then
                            COMPREPLY=($(compgen -P "$prefix" -G "$word*"))
                        else
                            case "$word" in -*) ;; *) COMPREPLY=("${COMPREPLY[@]}" $(compgen -f -- "$word")); compopt -o filenames 2>/dev/null || true ;; esac
                        fi ;;
                esac
            }
            complete -F _countersign countersign ./countersign

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
            if (children.Length == 0 && !command.Arguments.Any(IsFile))
                script.Append("complete -c countersign -f").Append(condition).Append(Offered(command)).Append('\n');
            foreach (var option in CommandTree.Options(command).Concat(CommandTree.InheritedOptions(command)))
            {
                script.Append("complete -c countersign").Append(condition);
                foreach (var name in CommandTree.Names(option))
                    script.Append(name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
                var values = CommandTree.Values(option);
                script.Append(values.Length > 0 ? $" -x -a '{string.Join(' ', values)}'" : IsFile(option) ? " -r" : CommandTree.TakesValue(option) ? " -x" : " -f").Append(Described(option.Description));
            }
        }

        return script.ToString();
    }

    private static string Offered(Command command) => command.Arguments.SelectMany(CommandTree.Values).ToArray() is { Length: > 0 } values ? $" -a '{string.Join(' ', values)}'" : "";

    private static string Described(string? text) =>
        string.IsNullOrEmpty(text) ? "\n" : $" -d '{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'\n";

    private static IEnumerable<string> Words(Command command) =>
        CommandTree.Subcommands(command).Select(child => child.Name)
            .Concat(command.Arguments.SelectMany(CommandTree.Values))
            .Concat(CommandTree.Options(command).SelectMany(CommandTree.Names))
            .Concat(CommandTree.InheritedOptions(command).SelectMany(CommandTree.Names))
            .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Options whose values are few, as patterns of the command and any of the option's names. The values that most commands take of a name stand for all, behind those of the commands that
    /// take others.
    /// </summary>
    private static IEnumerable<(string[] Patterns, string[] Values)> Choices(Command root)
    {
        var all = Walk(root, "").SelectMany(entry => CommandTree.Options(entry.Command).Select(option => (entry.Path, Names: CommandTree.Names(option).ToArray(), Values: CommandTree.Values(option))));
        foreach (var same in all.Where(choice => choice.Values.Length > 0).GroupBy(choice => choice.Names[0], StringComparer.Ordinal))
        {
            var alike = same.GroupBy(choice => string.Join(' ', choice.Values), StringComparer.Ordinal).OrderBy(group => group.Count()).ToList();
            foreach (var few in alike[..^1])
                yield return ([.. few.SelectMany(choice => choice.Names.Select(name => $"\"{choice.Path} {name}\""))], few.First().Values);
            yield return ([.. alike[^1].First().Names.Select(Anywhere)], alike[^1].First().Values);
        }
    }

    /// <summary>The names of all options of a kind, each once.</summary>
    private static string[] Named(Command root, Func<Option, bool> isWanted) =>
        [.. Walk(root, "").SelectMany(entry => CommandTree.Options(entry.Command)).Where(isWanted).SelectMany(CommandTree.Names).Distinct(StringComparer.Ordinal)];

    private static bool IsFile(Symbol symbol) => symbol switch
    {
        Option { HelpName: "FILE" or "DIR" } => true,
        Argument => symbol.Name is "file" or "path" or "source",
        _ => symbol.Name is "--config" or "--against" or "--jwks" or "--key-out" or "--private-out" or "--cacert" or "--har" or "--output",
    };

    /// <summary>The pattern of an option behind whatever command.</summary>
    private static string Anywhere(string name) => $"*\" {name}\"";

    /// <summary>Every command with the words that lead to it, each preceded by a blank.</summary>
    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        CommandTree.Subcommands(command).Select(child => Walk(child, $"{path} {child.Name}")).Aggregate(
            Enumerable.Repeat((path, command), 1), (all, more) => all.Concat(more));
}
