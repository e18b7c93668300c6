using System.Runtime.InteropServices;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Hosting;

/// <summary>The gateway as a program: reads its file, serves until it is told to stop, takes changes of the file as they come.</summary>
public static class GatewayRun
{
    /// <summary>Runs until <paramref name="cancel"/>, SIGTERM or SIGINT. Answers the exit code.</summary>
    /// <param name="file">The configuration file.</param>
    /// <param name="listen">An URL to listen on instead of the file's; null for the file's.</param>
    /// <param name="output">Takes what a person or a script waits for.</param>
    /// <param name="errors">Takes problems of the configuration.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">An address is in use, or can't be listened on for another reason.</exception>
    public static Task<int> RunAsync(string file, string? listen, TextWriter output, TextWriter errors, CancellationToken cancel) =>
        RunAsync(file, listen, output, errors, pages: null, cancel);

    /// <summary>The same with pages for people at the admin listener, made over the gateway and its file.</summary>
    internal static async Task<int> RunAsync(string file, string? listen, TextWriter output, TextWriter errors, Func<GatewayHost, string, IAdminPages>? pages, CancellationToken cancel)
    {
        var reading = ConfigurationReader.Read(file);
        if (reading.Configuration is not { } configuration)
        {
            foreach (var problem in reading.Problems)
                await errors.WriteLineAsync(problem.ToString());
            return 1;
        }

        var effective = Override(configuration, listen);
        if (effective.Listen.Any(listener => IsHttps(listener.Url) && listener.Certificate is null))
        {
            await errors.WriteLineAsync($"countersign: no listener of {file} has a certificate that {listen} could use");
            return 1;
        }

        try
        {
            await using var host = await GatewayHost.StartAsync(effective, Console.OpenStandardOutput(), cancel, pages is null ? null : started => pages(started, reading.File));
            await AnnounceAsync(host, output);
            await output.WriteLineAsync($"serving {configuration.Routes.Length} route{(configuration.Routes.Length == 1 ? "" : "s")} of {reading.File}");
            await output.FlushAsync(cancel);
            using var watcher = new ConfigurationWatcher(reading, Environment.GetEnvironmentVariable, TimeProvider.System);
            watcher.Changed += changed => host.Take(file, Override(changed, listen));
            watcher.Rejected += problems => host.Reject(file, problems);
            await UntilStoppedAsync(cancel);
            return 0;
        }
        catch (StoreUnavailableException failure)
        {
            await errors.WriteLineAsync($"countersign: {failure.Message}");
            return 1;
        }
    }

    /// <summary>Waits for SIGTERM, SIGINT or <paramref name="cancel"/>.</summary>
    internal static async Task UntilStoppedAsync(CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await using var cancelled = cancel.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    /// <summary>What is wrong with an address to listen on, to stand after its name; null when nothing is.</summary>
    public static string? ListenFault(string url) => ValueRules.ListenFault(url, out _);

    /// <summary>The certificate stays that of the file's first listener that has one.</summary>
    internal static GatewayConfiguration Override(GatewayConfiguration configuration, string? listen)
    {
        if (listen is null)
            return configuration;
        var secured = IsHttps(listen) ? configuration.Listen.FirstOrDefault(listener => listener.Certificate is not null) : null;
        return configuration with { Listen = [new() { Url = listen, Certificate = secured?.Certificate, Key = secured?.Key }] };
    }

    private static bool IsHttps(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    internal static async Task AnnounceAsync(GatewayHost host, TextWriter output)
    {
        foreach (var address in host.Addresses)
            await output.WriteLineAsync($"listening on {address}");
        if (host.AdminAddress is { } admin)
            await output.WriteLineAsync($"admin on {admin}");
        if (host.PagesAddress is { } pages)
            await output.WriteLineAsync($"console on {pages}");
        if (host.LabAddress is { } lab)
            await output.WriteLineAsync($"lab on {lab}");
        if (host.NewAdminToken is { } token)
            await output.WriteLineAsync($"admin credential, shown this once: {token.Reveal()}");
        await output.FlushAsync();
    }
}
