using System.CommandLine;
using System.CommandLine.Invocation;
using Countersign.AspNetCore.Stores;
using Countersign.Cli.Commands;

namespace Countersign.Cli;

/// <summary>The command tree. Exit codes: 0 done, 1 findings or failure, 2 wrong usage (CONTRACT 17).</summary>
internal static class CountersignCommand
{
    public static Command Create()
    {
        // A RootCommand would take its name from the file; this one is the same however it was installed.
        var root = new CommandWithExamples(
            "countersign",
            "HTTP authentication in front of any web service, and the exact reason for every 401.",
            "countersign run                              # a protected demo on loopback",
            "countersign run --config countersign.yaml    # a gateway",
            "countersign explain 7k3m9q2x5v8w1z4t         # why a request was refused");
        root.Add(HelpWithExamples.Option());
        root.Add(new VersionOption { Description = "Show the version." });
        root.Add(RunCommand.Create());
        root.Add(CheckCommand.Create());
        root.Add(DoctorCommand.Create());
        root.Add(RouteCommand.Create());
        root.Add(ExplainCommand.Create());
        root.Add(RequestCommand.Create());
        root.Add(LoginCommand.Create());
        root.Add(LogoutCommand.Create());
        root.Add(UserCommand.Create());
        root.Add(GroupCommand.Create());
        root.Add(SessionCommand.Create());
        root.Add(KeyCommand.Create());
        root.Add(RevokeCommand.Create());
        root.Add(TokenCommand.Create());
        root.Add(HashCommand.Create());
        root.Add(SnippetCommand.Create());
        root.Add(ReadCommand.Create());
        root.Add(InspectCommand.Create());
        root.Add(CrawlCommand.Create());
        root.Add(ClassifyCommand.Create());
        root.Add(RecordCommand.Create());
        root.Add(LintCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(LabCommand.Create());
        root.Add(ConsoleCommand.Create());
        root.Add(CompletionCommand.Create(root));
        root.Add(ManCommand.Create(root));
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        StandardError.Use();

        // A value may begin with '@': no response files.
        var parsed = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return await UsageErrors.ShowAsync(parsed);
        try
        {
            // A gateway takes its end into its own hands: the parser's would kill it after two seconds, with requests under way.
            TimeSpan? patience = parsed.CommandResult.Command.Name switch
            {
                RunCommand.Name => null,
                RecordCommand.Name => TimeSpan.FromSeconds(30), // it writes at the end what passed
                _ => TimeSpan.FromSeconds(2),
            };
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience });
        }
        catch (Exception failure) when (failure is CommandFailure or StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(ErrorLine.Of(failure.Message));
            return 1;
        }
    }
}
