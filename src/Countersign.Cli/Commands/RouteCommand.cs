using System.CommandLine;
using Countersign.Gateway.Explaining;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign route METHOD URL</c>: the dry run.</summary>
internal static class RouteCommand
{
    public static Command Create()
    {
        var method = new Argument<string>("method") { Description = "The method, such as GET." };
        var url = new Argument<string>("url") { Description = "The whole URL as the client would send it." };
        var config = CommandConfiguration.Option();
        var header = new Option<string[]>("--header", "-H") { Description = "A field of the request, as with curl; may be repeated.", HelpName = "NAME: VALUE" };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "route",
            "Show what the gateway would do with a request, without sending it: the route, what nearly matched, each scheme's verdict, the exact answer.",
            "countersign route GET http://127.0.0.1:8080/staging/ --config countersign.yaml",
            "countersign route GET http://127.0.0.1:8080/api/orders/1 -H \"X-API-Key: KEY\" --format json")
        {
            method, url, config, header, format,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!DryRunRequest.TryRead(parsed.GetValue(method)!, parsed.GetValue(url)!, parsed.GetValue(header) ?? [], out var request, out var problem))
            {
                await Console.Error.WriteLineAsync(ErrorLine.Of(problem));
                return 2;
            }

            var configuration = CommandConfiguration.Read(parsed.GetValue(config));
            Show(await DryRun.RunAsync(configuration, request, cancel), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static void Show(DryRunResult result, bool asJson)
    {
        if (asJson)
            CommandJson.Write(result.Write);
        else
            result.Write(Console.Out);
    }
}
