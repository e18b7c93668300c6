using System.CommandLine;
using Countersign.Inspector.Findings;

namespace Countersign.Cli.Commands;

/// <summary>The option <c>--fail-on error|warning|info|never</c> of commands that find things.</summary>
internal static class SeverityOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--fail-on") { Description = "End with 1 for findings of this severity and above.", DefaultValueFactory = _ => "error", HelpName = "error|warning|info|never" };
        option.AcceptOnlyFromAmong("error", "warning", "info", "never");
        return option;
    }

    public static bool Fails(IEnumerable<Severity> found, string failOn) => failOn != "never" && found.Any(severity => severity >= Least(failOn));

    private static Severity Least(string failOn) => failOn switch
    {
        "warning" => Severity.Warning,
        "info" => Severity.Info,
        _ => Severity.Error,
    };
}
