using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Countersign.Cli;

/// <summary><c>--help</c>: the usual page, then the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction page) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static HelpOption Option()
    {
        var option = new HelpOption { Description = "Show this help." };
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
        return option;
    }

    public override int Invoke(ParseResult parseResult)
    {
        page.Invoke(parseResult);
        var examples = CommandWithExamples.Of(parseResult.CommandResult.Command);
        if (examples.Count == 0)
            return 0;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine("  " + example);
        output.WriteLine();
        return 0;
    }
}
