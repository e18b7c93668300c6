using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Countersign.Gateway.Doctor;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign doctor [URL]</c>: why people can't sign in, asked from outside, or looked for in the configuration and around it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var url = new Argument<string?>("url") { Description = "The address that people open; without it the configuration and its surroundings are looked at.", Arity = ArgumentArity.ZeroOrOne };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && AddressOf(text) is null)
                result.AddError("The address is no http or https URL without credentials, such as https://app.example.org/orders.");
        });
        var config = CommandConfiguration.Option();
        var visit = new DoctorVisitOptions();
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "doctor",
            "Find out why people can't sign in: ask an address as a browser does, or look at the configuration and all that it relies on.",
            "countersign doctor https://app.example.org/orders",
            "countersign doctor https://app.example.org/orders --user anna        # signs in and out again; asks for the password",
            "countersign doctor https://app.example.org/ --resolve app.example.org:10.0.0.7 --cacert ca.pem",
            "countersign doctor --config /etc/countersign/countersign.yaml")
        {
            url, config,
        };
        visit.AddTo(command);
        command.Add(format);
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is not { Tokens.Count: > 0 } && visit.All.FirstOrDefault(result.Has) is { } option)
                result.AddError($"{option.Name} is for an address, and none is given.");
            if (result.GetResult(url) is { Tokens.Count: > 0 } && result.Has(config))
                result.AddError("An address is asked from outside, without its configuration: give one of the two.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var progress = new TerminalProgress();
            DoctorReport report;
            try
            {
                report = parsed.GetValue(url) is { } address
                    ? await AddressExamination.RunAsync(visit.Read(parsed, AddressOf(address)!), progress, TimeProvider.System, cancel)
                    : await SurroundingsExamination.RunAsync(CommandConfiguration.Named(parsed.GetValue(config)), progress, TimeProvider.System, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                progress.Clear();
                throw new CommandFailure("stopped before all was looked at.");
            }

            progress.Clear();
            if (OutputFormat.IsJson(parsed, format))
                CommandJson.Write(report.Write);
            else
                DoctorText.Write(report, parsed.InvocationConfiguration.Output, Terminal.TakesColour(parsed.InvocationConfiguration.Output));
            return report.Verdict == FindingVerdict.Fault ? 1 : 0;
        });
        return command;
    }

    /// <summary>The address; null when it is none that can be asked. What is written without a scheme is not guessed: the two differ in what is found.</summary>
    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Host.Length > 0 ? url : null;
}
