using System.CommandLine;
using Countersign.Gateway.Explaining;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign explain REF</c>: the whole story of a refused request.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var reference = new Argument<string>("reference") { Description = "The reference that the client saw." };
        var config = CommandConfiguration.Option();
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "explain",
            "Tell why a request was refused: route, policy, each scheme's verdict, the check that failed, and what would get in.",
            "countersign explain 7k3m9q2x5v8w1z4t",
            "countersign explain 7k3m9q2x5v8w1z4t --config countersign.yaml --format json")
        {
            reference, config, format,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var configuration = CommandConfiguration.Read(parsed.GetValue(config));
            var wanted = parsed.GetValue(reference)!;
            if (await JournalLookup.FindAsync(wanted, configuration, cancel) is not { } entry)
                throw new CommandFailure($"no refused request with reference {wanted}. Plain challenges are kept only in the memory of a running gateway; of failures (500, 502, 504) its log tells.");
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
