using System.CommandLine;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Demo;

namespace Countersign.Cli.Commands;

/// <summary>How commands find their configuration: --config, else ./countersign.yaml, else the demo's (CONTRACT 9).</summary>
internal static class CommandConfiguration
{
    /// <summary>The name that is looked for when none is given.</summary>
    public const string Usual = "countersign.yaml";

    public static Option<string?> Option() => new("--config", "-c")
    {
        Description = "The configuration file; without it ./countersign.yaml, and without that the demo's.",
        HelpName = "FILE",
    };

    /// <summary>The file that is meant; null when only the demo is left.</summary>
    public static string? File(string? given) => given ?? (System.IO.File.Exists(Usual) ? Path.GetFullPath(Usual) : null);

    /// <summary>The file that is meant, the demo's last one included.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static string Named(string? given)
    {
        var file = File(given) ?? DemoFiles.Configuration;
        return given is not null || System.IO.File.Exists(file)
            ? file
            : throw new CommandFailure($"which configuration? Name it with --config: there is no ./{Usual}, and the demo has not run yet.");
    }

    /// <summary>Reads the configuration that is meant, the demo's last one included.</summary>
    /// <exception cref="CommandFailure">There is none, or it can't be used; what is wrong with it was shown.</exception>
    public static GatewayConfiguration Read(string? given)
    {
        var file = Named(given);
        var reading = ConfigurationReader.Read(file);
        if (reading.Configuration is { } configuration)
            return configuration;
        foreach (var problem in reading.Problems.Where(problem => problem.Severity == ProblemSeverity.Error))
            Console.Error.WriteLine(problem);
        throw new CommandFailure($"{file} can't be used.");
    }

    /// <summary>Opens the store of a configuration.</summary>
    /// <exception cref="CommandFailure">The configuration can't be used.</exception>
    /// <exception cref="StoreUnavailableException">The store can't be opened.</exception>
    public static Store OpenStore(string? given) => Store.Open(Read(given).Store);
}
