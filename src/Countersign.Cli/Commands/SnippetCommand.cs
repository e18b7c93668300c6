using System.CommandLine;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth.Snippets;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign snippet DIALECT</c>: the proxy's side of forward-auth, as the configuration wants it.</summary>
internal static class SnippetCommand
{
    private const int WrongUsage = 2;
    private const string ListWord = "list";

    public static Command Create()
    {
        var dialect = new Argument<string>("dialect") { Description = "The proxy to configure; list tells what each one is." };
        dialect.AcceptOnlyFromAmong([.. SnippetCatalogue.All.Select(snippet => snippet.Name), ListWord]);
        var config = CommandConfiguration.Option();
        var gateway = new Option<string?>("--gateway") { Description = "Where the proxy reaches the gateway; its first listener when left out.", HelpName = "URL" };
        var upstream = new Option<string?>("--upstream") { Description = "Where the proxy reaches the application; the upstream of the first route that has one when left out.", HelpName = "URL" };
        var host = new Option<string?>("--host") { Description = "The host name of the site; that of the first route that names one when left out.", HelpName = "NAME" };
        var listen = new Option<string>("--listen") { Description = "Where the proxy listens.", HelpName = "[ADDRESS:]PORT", DefaultValueFactory = _ => "80" };
        var command = new CommandWithExamples(
            "snippet",
            "Print what nginx, Apache, Caddy, HAProxy, Traefik or Envoy needs to ask the gateway about each request (forward-auth).",
            "countersign snippet nginx --host app.example.org --upstream http://127.0.0.1:3000 > /etc/nginx/conf.d/app.conf",
            "countersign snippet haproxy-lua --gateway http://10.0.0.5:8080 > /etc/haproxy/countersign.lua",
            "countersign snippet list")
        {
            dialect, config, gateway, upstream, host, listen,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var name = parsed.GetRequiredValue(dialect);
            if (name == ListWord)
            {
                foreach (var snippet in SnippetCatalogue.All)
                    output.WriteLine($"{snippet.Name,-12} {snippet.Sentence}");
                return 0;
            }

            var configuration = CommandConfiguration.Read(parsed.GetValue(config));
            var fault = TryOrder(configuration, parsed.GetValue(gateway), parsed.GetValue(upstream), parsed.GetValue(host), parsed.GetValue(listen)!, out var order);
            if (fault is null && order!.Fault() is { } impossible)
                throw new CommandFailure(impossible);
            if (fault is not null)
            {
                parsed.InvocationConfiguration.Error.WriteLine(ErrorLine.Of(fault));
                return WrongUsage;
            }

            output.Write(SnippetCatalogue.All.Single(snippet => snippet.Name == name).Write(order!));
            return 0;
        });
        return command;
    }

    /// <summary>What is wrong with the options, or null.</summary>
    private static string? TryOrder(GatewayConfiguration configuration, string? gateway, string? upstream, string? host, string listen, out SnippetOrder? order)
    {
        order = null;
        gateway ??= configuration.Listen[0].Url.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://[::]", "://[::1]", StringComparison.Ordinal).Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal);
        if (SnippetOrder.UrlFault(gateway, out var gatewayUrl) is { } gatewayFault)
            return $"--gateway {gatewayFault}";
        upstream ??= configuration.Routes.Select(route => route.Upstream?.Urls.FirstOrDefault()?.GetLeftPart(UriPartial.Authority)).FirstOrDefault(url => url is not null) ?? "http://127.0.0.1:3000";
        if (SnippetOrder.UrlFault(upstream, out var upstreamUrl) is { } upstreamFault)
            return $"--upstream {upstreamFault}";
        host ??= configuration.Routes.Select(route => route.Match.Host).FirstOrDefault(name => !name.Contains('*', StringComparison.Ordinal)) ?? "app.example.org";
        if (!SnippetOrder.IsHost(host))
            return "--host is no host name";
        if (!SnippetOrder.IsListen(listen))
            return "--listen is neither a port nor an address and port";
        order = new(configuration, gatewayUrl!, upstreamUrl!, host, listen);
        return null;
    }
}
