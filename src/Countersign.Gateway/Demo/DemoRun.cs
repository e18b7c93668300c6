using System.Net;
using System.Net.Sockets;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;

namespace Countersign.Gateway.Demo;

/// <summary><c>countersign run</c> without a configuration: a sample upstream, a few identities, one route for each scheme.</summary>
public static class DemoRun
{
    /// <summary>Runs the demo until it is stopped. Answers the exit code.</summary>
    public static Task<int> RunAsync(string? listen, TextWriter output, CancellationToken cancel) => RunAsync(listen, output, pages: null, cancel);

    /// <summary>The same with pages for people at the admin listener, made over the gateway and its file.</summary>
    internal static async Task<int> RunAsync(string? listen, TextWriter output, Func<GatewayHost, string, IAdminPages>? pages, CancellationToken cancel)
    {
        await using var upstream = await SampleUpstream.StartAsync(cancel);
        var url = listen ?? $"http://127.0.0.1:{FreePort(8080)}";
        DemoFiles.Write(url, $"http://127.0.0.1:{FreePort(8081)}", upstream.Url);
        var reading = ConfigurationReader.Read(DemoFiles.Configuration);
        if (reading.Configuration is not { } configuration)
            throw new InvalidOperationException($"The demo's configuration is wrong: {reading.Problems[0]}");

        await using var host = await GatewayHost.StartAsync(configuration, Stream.Null, cancel, pages is null ? null : started => pages(started, reading.File));
        foreach (var former in host.Services.Keys.List().Where(key => key.Name == "demo" && key.Revoked is null))
            host.Services.Keys.Revoke(former.Id);
        var key = host.Services.Keys.Create("demo", ["orders.read"]).Key;
        var users = host.Services.Users;
        if (!users.Add(new(DemoFiles.User, DemoFiles.PasswordHash)))
            users.SetPasswordHash(DemoFiles.User, DemoFiles.PasswordHash);
        await GatewayRun.AnnounceAsync(host, output);
        await DescribeAsync(host.Addresses[0].TrimEnd('/'), key, output);
        await GatewayRun.UntilStoppedAsync(cancel);
        return 0;
    }

    private static async Task DescribeAsync(string url, Secret key, TextWriter output)
    {
        await output.WriteLineAsync($"""

            This is a demo: there is no countersign.yaml here. Its configuration is {DemoFiles.Configuration}

              area        wants                      try
              /public/    nothing                    curl {url}/public/
              /pages/     to sign in                 {url}/pages/ in a browser, as {DemoFiles.User} with the password {DemoFiles.Password}
              /staff/     Basic                      curl --user '{DemoFiles.User}:{DemoFiles.Password}' {url}/staff/
              /devices/   Digest                     curl --digest --user {DemoFiles.Device}:{DemoFiles.DevicePassword} {url}/devices/
              /api/       API key, orders.read       curl --header 'X-API-Key: {key.Reveal()}' {url}/api/
              /any/       any of the three           curl --include {url}/any/
              all else    closed                     curl --include {url}/

            A refusal explained:

              curl --include --user '{DemoFiles.User}:wrong' {url}/staff/
              countersign explain REFERENCE          # the reference is in the answer

            Stop with Ctrl+C.
            """);
        await output.FlushAsync();
    }

    /// <summary>The usual port if nobody has it, else any.</summary>
    private static int FreePort(int usual)
    {
        foreach (var port in new[] { usual, 0 })
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        throw new IOException("No free port on the loopback interface.");
    }
}
