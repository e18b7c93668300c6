using System.CommandLine;
using Countersign.Cli.Viewing;
using Countersign.Gateway.Demo;
using Countersign.Gateway.Hosting;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign run</c>: the gateway, or the demo when there is no configuration.</summary>
internal static class RunCommand
{
    public const string Name = "run";

    public static Command Create()
    {
        var config = CommandConfiguration.Option();
        var listen = new Option<string?>("--listen", "-l")
        {
            Description = "Listen here instead of where the configuration says, such as http://127.0.0.1:8080; port 0 takes a free one.",
            HelpName = "URL",
        };
        listen.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } url && GatewayRun.ListenFault(url) is { } fault)
                result.AddError($"--listen {fault}; write http://ADDRESS:PORT.");
        });
        var command = new CommandWithExamples(
            Name,
            "Run the gateway. Without a configuration a demo starts on loopback.",
            "countersign run",
            "countersign run --config /etc/countersign/countersign.yaml",
            "countersign run --listen http://127.0.0.1:9090")
        {
            config, listen,
        };
        command.SetAction((parsed, cancel) => RunAsync(CommandConfiguration.File(parsed.GetValue(config)), parsed.GetValue(listen), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? file, string? listen, CancellationToken cancel)
    {
        if (file is null && listen?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true)
            throw new CommandFailure("the demo has no certificate: let it --listen on http.");
        if (file is null)
            return await DemoRun.RunAsync(listen, Console.Out, AdminConsole.Over, cancel);
        return await GatewayRun.RunAsync(file, listen, Console.Out, Console.Error, AdminConsole.Over, cancel);
    }
}
