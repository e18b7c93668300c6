using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Lab.Simulator;

namespace Countersign.Cli.Commands;

/// <summary><c>simulate</c>: a server that authenticates rightly, and misbehaves as it is asked to.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var listen = Listener("--listen", "Where it listens in cleartext, to HTTP/1.1 and HTTP/2; port 0 takes a free one.", "127.0.0.1:8401");
        listen.Aliases.Add("-l");
        var tls = Listener("--tls-listen", "Listen with TLS as well, to HTTP/2 and HTTP/1.1, by certificates of an authority that is made for this run.");
        var proxy = Listener("--proxy-listen", "Be a forward proxy as well that wants credentials (anna, secret), and leads to the simulator itself and nobody else.");
        var certificate = new Option<string?>("--authority") { Description = "Where the certificate of that authority is written, for clients to trust; - prints it. It is at /authority.pem too.", HelpName = "FILE" };
        var key = new Option<string?>("--authority-key") { Description = "Keep its key and certificate in this file for further runs, instead of in memory. Whoever reads it can deceive who trusts it.", HelpName = "FILE" };
        var others = new Option<bool>("--allow-others") { Description = "Let other machines use it, where an address is no loopback address." };
        var seed = new Option<string?>("--seed") { Description = "What everything random comes from: the same seed gives the same answers.", HelpName = "TEXT" };
        var list = new Option<bool>("--list") { Description = "List all addresses and serve nothing." };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "simulate",
            "Run a server for tests of clients: every status, every scheme, and misbehaviour on demand, such as /status/401, /basic-auth/anna/secret and /sim/401/basic?challenge=absent. Its first page lists them. Ends with Ctrl+C.",
            "countersign simulate",
            "countersign simulate --listen http://127.0.0.1:9000 --seed 7",
            "countersign simulate --tls-listen 127.0.0.1:8443 --authority simulator.pem",
            "countersign simulate --proxy-listen 127.0.0.1:8404",
            "countersign simulate --list")
        {
            listen, tls, proxy, certificate, key, others, seed, list, format,
        };
        command.Validators.Add(result =>
        {
            if ((result.Has(certificate) || result.Has(key)) && !result.Has(tls) && !result.Has(proxy))
                result.AddError("--authority and --authority-key are for --tls-listen and --proxy-listen.");
            if (!result.Has(others) && new[] { listen, tls, proxy }.FirstOrDefault(option => result.IsForOthers(option)) is { } open)
                result.AddError($"{open.Name} is no loopback address: whoever reaches it gets any answer from this machine, redirects to anywhere included. --allow-others lets them.");
        });
        command.SetServing(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(list))
                return List(parsed.GetRequiredValue(format) == "json", output);
            var options = new SimulatorOptions
            {
                Listen = ListenAddress.Read(parsed.GetValue(listen)!)!,
                TlsListen = PointOf(parsed.GetValue(tls)),
                ProxyListen = PointOf(parsed.GetValue(proxy)),
                AuthorityKey = parsed.GetValue(key),
                Seed = parsed.GetValue(seed),
            };
            await using var simulator = await StartAsync(options, cancel);
            if (parsed.GetValue(certificate) is { } file and not "-")
                await File.WriteAllTextAsync(file, simulator.AuthorityPem + "\n", cancel);
            else if (parsed.GetValue(certificate) is not null)
                await output.WriteLineAsync(simulator.AuthorityPem);
            foreach (var line in Lines(simulator))
                await output.WriteLineAsync(line);
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }

    private static Option<string?> Listener(string name, string description, string? otherwise = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "ADDRESS:PORT" };
        if (otherwise is not null)
            option.DefaultValueFactory = _ => otherwise;
        return option.CheckedAddress("127.0.0.1:8401");
    }

    private static IPEndPoint? PointOf(string? text) => text is null ? null : ListenAddress.Read(text);

    private static async Task<SimulatedServer> StartAsync(SimulatorOptions options, CancellationToken cancel)
    {
        try
        {
            return await SimulatedServer.StartAsync(options, cancel);
        }
        catch (CryptographicException)
        {
            throw new CommandFailure($"--authority-key: there is no authority in {options.AuthorityKey}.");
        }
    }

    private static IEnumerable<string> Lines(SimulatedServer simulator)
    {
        yield return $"listening on {simulator.Url.GetLeftPart(UriPartial.Authority)}";
        if (simulator.TlsUrl is { } tls)
            yield return $"  with TLS on {tls.GetLeftPart(UriPartial.Authority)}";
        if (simulator.ProxyUrl is { } proxy)
            yield return $"  as a proxy on {proxy.GetLeftPart(UriPartial.Authority)}, which leads to http://simulator.test and https://simulator.test";
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
