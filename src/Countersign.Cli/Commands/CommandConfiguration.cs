using System.CommandLine;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Demo;

namespace Countersign.Cli.Commands;

/// <summary>How commands find their configuration: --config, else ./countersign.yaml, else the demo's (CONTRACT 9).</summary>
internal static class CommandConfiguration
{
    private const string Usual = "countersign.yaml";

    public static Option<string?> Option() => new("--config", "-c")
    {
        Description = "The configuration file; without it ./countersign.yaml, and without that the demo.",
        HelpName = "FILE",
    };

    /// <summary>The file that is meant; null when only the demo is left.</summary>
    public static string? File(string? given) => given ?? (System.IO.File.Exists(Usual) ? Path.GetFullPath(Usual) : null);

    /// <summary>The file that is meant, the demo's last configuration included.</summary>
    public static string FileOrDemo(string? given) => File(given) ?? DemoFiles.Configuration;

    /// <summary>Reads the configuration and shows what is wrong with it; null when it can't be used.</summary>
    public static GatewayConfiguration? Read(string file)
    {
        var reading = ConfigurationReader.Read(file);
        foreach (var problem in reading.Problems)
        {
            if (problem.Severity == ProblemSeverity.Error)
                Console.Error.WriteLine(problem);
        }

        return reading.Configuration;
    }

    /// <summary>Where the store of a configuration is; null when the configuration can't be used, and what is wrong was shown.</summary>
    public static string? StorePath(string? given) => Read(FileOrDemo(given))?.Store;
}
