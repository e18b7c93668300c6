using System.CommandLine;
using System.CommandLine.Help;
using Countersign.AspNetCore.Passwords;
using Countersign.Cli.Commands;

namespace Countersign.Cli;

/// <summary>The command tree. Exit codes: 0 done, 1 findings or failure, 2 wrong usage (CONTRACT 17).</summary>
internal static class CountersignCommand
{
    public static Command Create()
    {
        // A RootCommand would take its name from the file; this one is the same however it was installed.
        var root = new Command("countersign", """
            HTTP authentication in front of any web service, and the exact reason for every 401.

            Examples:
              countersign run                                  a protected demo on loopback
              countersign run --config countersign.yaml        a gateway
              countersign explain 7k3m9q2x5v8w1z4t             why a request was refused
            """);
        root.Add(new HelpOption());
        root.Add(new VersionOption());
        root.Add(RunCommand.Create());
        root.Add(CheckCommand.Create());
        root.Add(RouteCommand.Create());
        root.Add(ExplainCommand.Create());
        root.Add(UserCommand.Create(CommandConfiguration.StorePath, password => PasswordMaker.Create(password).Reveal()));
        root.Add(KeyCommand.Create(CommandConfiguration.StorePath));
        root.Add(HashCommand.Create());
        root.Add(ReadCommand.Create());
        root.Add(CompletionCommand.Create(root));
        root.Add(ManCommand.Create(root));
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        // A value may begin with '@': no response files.
        var parsed = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : code;
    }
}
