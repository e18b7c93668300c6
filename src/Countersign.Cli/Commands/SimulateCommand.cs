using System.CommandLine;
using System.Net;
using System.Text.Json;
using Countersign.Lab.Simulator;

namespace Countersign.Cli.Commands;

/// <summary><c>simulate</c>: a server that authenticates rightly, and misbehaves as it is asked to.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen", "-l") { Description = "Where it listens; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:8401", HelpName = "ADDRESS:PORT" }
            .Checked(text => IPEndPoint.TryParse(text, out _) ? null : "--listen is an address and a port, such as 127.0.0.1:8401.");
        var seed = new Option<string?>("--seed") { Description = "What everything random comes from: the same seed gives the same answers.", HelpName = "TEXT" };
        var list = new Option<bool>("--list") { Description = "List all addresses and serve nothing." };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "simulate",
            "Run a server for tests of clients: every status, every scheme, and misbehaviour on demand. Its passwords are in its addresses. Ends with Ctrl+C.",
            "countersign simulate",
            "curl -i http://127.0.0.1:8401/status/401",
            "curl -i -u anna:secret http://127.0.0.1:8401/basic-auth/anna/secret",
            "curl -i 'http://127.0.0.1:8401/sim/401/basic?challenge=absent&after=3&seed=7'",
            "countersign simulate --list")
        {
            listen, seed, list, format,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(list))
                return List(parsed.GetRequiredValue(format) == "json", output);
            await using var simulator = await SimulatedServer.StartAsync(new() { Listen = IPEndPoint.Parse(parsed.GetRequiredValue(listen)), Seed = parsed.GetValue(seed) }, cancel);
            await output.WriteLineAsync($"listening on {simulator.Url.GetLeftPart(UriPartial.Authority)}");
            await output.FlushAsync(cancel);
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }

    private static int List(bool isJson, TextWriter output)
    {
        if (isJson)
        {
            CommandJson.Write(json => Write(json));
            return 0;
        }

        foreach (var endpoint in SimulatorCatalogue.All)
            output.WriteLine($"{endpoint.Path}\n    {endpoint.Story}");
        return 0;
    }

    private static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var endpoint in SimulatorCatalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("path", endpoint.Path);
            json.WriteString("group", JsonNamingPolicy.KebabCaseLower.ConvertName(endpoint.Group.ToString()));
            json.WriteString("story", endpoint.Story);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
