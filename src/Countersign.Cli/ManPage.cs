using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Countersign.Cli;

/// <summary>The man page, written from the command tree in the man macros that groff and mandoc read.</summary>
internal static class ManPage
{
    /// <summary>The page of section 1.</summary>
    public static string Write(Command root)
    {
        var page = new StringBuilder();
        page.Append(".TH COUNTERSIGN 1 \"\" \"countersign ").Append(ProgramVersion.Text).Append("\" \"User commands\"\n");
        page.Append(".SH NAME\ncountersign \\- an authenticating reverse proxy whose 401s explain themselves\n");
        page.Append(".SH SYNOPSIS\n.B countersign\n.I command\n.RI [ options ]\n");
        page.Append(".SH DESCRIPTION\n").Append(Text(root.Description));
        page.Append(".SH COMMANDS\n");
        foreach (var command in CommandTree.Subcommands(root))
            WriteCommand(page, command, "countersign " + command.Name);
        WriteOptions(page, CommandTree.Options(root), ".SH OPTIONS\n");
        page.Append("""
            .SH EXIT STATUS
            .TP
            .B 0
            Done.
            .TP
            .B 1
            Failure, or findings: a configuration with errors, a route that a change opens, an unknown reference.
            .TP
            .B 2
            Wrong usage.
            .SH FILES
            .TP
            .I ./countersign.yaml
            The configuration when no \-\-config is given; without that file "run" starts the demo, and the other commands look at the demo.

            """.ReplaceLineEndings("\n"));
        WriteExamples(page, root, ".SH EXAMPLES\n");
        return page.ToString();
    }

    private static void WriteCommand(StringBuilder page, Command command, string path)
    {
        page.Append(".SS \"").Append(Escape(path));
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
            page.Append(' ').Append(Escape(argument.Arity.MinimumNumberOfValues == 0 ? $"[{Shown(argument)}]" : Shown(argument)));
        page.Append("\"\n").Append(Text(command.Description));
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden && !string.IsNullOrEmpty(argument.Description)))
            page.Append(".TP\n.I ").Append(Escape(Shown(argument))).Append('\n').Append(Text(argument.Description));
        WriteOptions(page, CommandTree.Options(command).Concat(CommandTree.InheritedOptions(command)).Where(option => option is not HelpOption), "");
        WriteExamples(page, command, ".PP\nExamples:\n");
        foreach (var child in CommandTree.Subcommands(command))
            WriteCommand(page, child, $"{path} {child.Name}");
    }

    private static void WriteOptions(StringBuilder page, IEnumerable<Option> options, string heading)
    {
        foreach (var option in options)
        {
            page.Append(heading).Append(".TP\n.B ").AppendJoin(", ", CommandTree.Names(option).Select(Escape));
            heading = "";
            var values = CommandTree.Values(option);
            if (values.Length > 0)
                page.Append(' ').Append(Escape(string.Join('|', values)));
            else if (CommandTree.TakesValue(option))
                page.Append(" \\fI").Append(Escape(ValueName(option))).Append("\\fR");
            page.Append('\n').Append(Text(option.Description));
        }
    }

    private static void WriteExamples(StringBuilder page, Command command, string heading)
    {
        var examples = CommandWithExamples.Of(command);
        if (examples.Count > 0)
            page.Append(heading).Append(".RS 4\n.nf\n").AppendJoin('\n', examples.Select(Escape)).Append("\n.fi\n.RE\n");
    }

    private static string ValueName(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    private static string Shown(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    /// <summary>A paragraph on lines of its own; a full stop at the end as sentences have.</summary>
    private static string Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "\n";
        var lines = text.Trim().ReplaceLineEndings("\n").Split('\n').Select(line => Escape(line.Trim()));
        return string.Join('\n', lines.Select(line => line.Length == 0 ? ".PP" : line is ['.' or '\'', ..] ? @"\&" + line : line)) + "\n";
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal);
}
