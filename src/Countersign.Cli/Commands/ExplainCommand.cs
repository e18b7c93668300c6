using System.CommandLine;
using Countersign.Gateway.Explaining;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign explain REF</c>: the whole story of a refused request.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var reference = new Argument<string>("reference") { Description = "The reference id that the client saw." };
        var config = CommandConfiguration.Option();
        var format = OutputFormat.Option();
        var command = new Command("explain", """
            Tell why a request was refused: route, policy, each scheme's verdict, the check that failed, and what would get in.

            Example:
              countersign explain 7k3m9q2x5v8w1z4t --config countersign.yaml
            """)
        { reference, config, format };
        command.SetAction(async (parsed, cancel) =>
        {
            if (CommandConfiguration.Read(CommandConfiguration.FileOrDemo(parsed.GetValue(config))) is not { } configuration)
                return 1;
            var wanted = parsed.GetValue(reference)!;
            if (await JournalLookup.FindAsync(wanted, configuration, cancel) is not { } entry)
            {
                await Console.Error.WriteLineAsync($"countersign: no refused request with reference {wanted}. Plain challenges are kept only in the memory of a running gateway.");
                return 1;
            }

            Show(Explanation.Of(entry, configuration), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static void Show(Explanation explanation, bool asJson)
    {
        if (asJson)
            CommandJson.Write(json => ExplanationJson.Write(json, explanation));
        else
            ExplanationText.Write(Console.Out, explanation);
    }
}
