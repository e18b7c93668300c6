using System.CommandLine;
using System.Net;
using Countersign.Cli.Consoles;
using Countersign.WebConsole;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Hosting;
using Microsoft.Extensions.Logging;

namespace Countersign.Cli.Commands;

/// <summary><c>console</c>: pages for a person, on a listener of their own.</summary>
internal static class ConsoleCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen", "-l") { Description = "Where it listens; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:8402", HelpName = "ADDRESS:PORT" }
            .CheckedAddress("127.0.0.1:8402");
        var allow = new Option<string[]>("--allow") { Description = "Let requests of the console go there as well: loopback, private, an address or a network. Else they reach the internet alone.", HelpName = "loopback|private|ADDRESS|NETWORK" };
        allow.Validators.Add(result =>
        {
            if (Reach.Read(result.Tokens.Select(token => token.Value)) is null)
                result.AddError("--allow is loopback, private, an address such as 10.1.2.3, or a network such as 10.1.0.0/16.");
        });
        var host = new Option<string[]>("--host") { Description = "A name that it is served under, besides localhost and numbers.", HelpName = "NAME" };
        var command = new CommandWithExamples(
            "console",
            "Open the console: pages that inspect requests and tokens, and let one try and learn. It serves whoever reaches it, which is this machine alone unless told otherwise. Ends with Ctrl+C.",
            "countersign console",
            "countersign console --allow loopback                  # inspect servers of this machine",
            "countersign console --allow 10.1.0.0/16 --listen 127.0.0.1:9000")
        {
            listen, allow, host,
        };
        command.SetServing(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (end, reach) = (ListenAddress.Read(parsed.GetRequiredValue(listen))!, Reach.Read(parsed.GetValue(allow) ?? [])!);
            using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
            var options = new ConsoleOptions { Loggers = loggers, Version = ProgramVersion.Text, Reach = reach, Hosts = new([.. parsed.GetValue(host) ?? []]), Visits = new ConsoleVisits(TimeProvider.System), Progress = ConsoleProgress.Open(parsed.InvocationConfiguration.Error) };
            await using var console = await ConsoleServer.StartAsync(options, end, cancel);
            await output.WriteLineAsync($"its requests may reach {reach}");
            if (!IPAddress.IsLoopback(end.Address))
                await output.WriteLineAsync("whoever reaches this address may use it: there is no sign-in");
            await output.WriteLineAsync($"listening on {console.Url}");
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }
}
