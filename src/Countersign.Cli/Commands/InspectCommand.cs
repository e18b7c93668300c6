using System.CommandLine;
using Countersign.Inspector;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;

namespace Countersign.Cli.Commands;

/// <summary><c>inspect FILE|-</c>: who refused, why, and what to change, from a transcript.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "A HAR file, what curl -v or --trace wrote, or HTTP messages; - for the standard input.", Arity = ArgumentArity.ZeroOrOne };
        var failOn = new Option<string>("--fail-on") { Description = "End with 1 for findings of this severity and above.", DefaultValueFactory = _ => "error", HelpName = "error|warning|info|never" };
        failOn.AcceptOnlyFromAmong("error", "warning", "info", "never");
        var list = new Option<bool>("--list-checks") { Description = "List all checks and judge nothing." };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "inspect",
            "Judge recorded HTTP exchanges: who refused, why, and what to change. Secrets are taken out while it is read, and never shown.",
            "curl -v https://api.example.org/ 2>&1 | countersign inspect -",
            "countersign inspect visit.har --fail-on warning",
            "countersign inspect visit.har --format json")
        {
            file, failOn, list, format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && !result.GetValue(list))
                result.AddError("Name a file, or - for the standard input.");
        });
        command.SetAction(parsed =>
        {
            var (isJson, output) = (OutputFormat.IsJson(parsed, format), parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(list))
                return List(isJson, output);
            return Inspect(parsed.GetValue(file)!, parsed.GetRequiredValue(failOn), isJson, output);
        });
        return command;
    }

    private static int Inspect(string file, string failOn, bool isJson, TextWriter output)
    {
        if (TranscriptReader.Read(Octets(file), out var problem) is not { } recording)
            throw new CommandFailure(problem!);
        var inspection = Inspection.Of(recording);
        if (isJson)
            CommandJson.Write(json => JsonReport.Write(json, inspection));
        else
            TextReport.Write(output, inspection);
        if (recording.Exchanges.IsEmpty)
            return 1;
        return failOn != "never" && inspection.Findings.Any(finding => finding.Severity >= Least(failOn)) ? 1 : 0;
    }

    private static int List(bool isJson, TextWriter output)
    {
        var rows = CheckCatalogue.Exchanges.Select(check => check.Row);
        if (!isJson)
        {
            foreach (var row in rows)
                output.WriteLine($"{row.Id}  {ReportWords.Code(row.Severity)}  {row.Title} ({row.Requirement})");
            return 0;
        }

        CommandJson.WriteArray(rows, static (json, row) =>
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("severity", ReportWords.Code(row.Severity));
            json.WriteString("title", row.Title);
            json.WriteString("why", row.Why);
            json.WriteString("requirement", row.Requirement.ToString());
            json.WriteString("fault", ReportWords.Code(row.Fault));
            json.WriteString("fix", row.OwnerFix);
            json.WriteEndObject();
        });
        return 0;
    }

    private static Severity Least(string failOn) => failOn switch
    {
        "warning" => Severity.Warning,
        "info" => Severity.Info,
        _ => Severity.Error,
    };

    private static ReadOnlyMemory<byte> Octets(string file)
    {
        using var source = file == "-" ? Console.OpenStandardInput() : Open(file);
        using var octets = new MemoryStream(source is FileStream { Length: <= ReadingBounds.MaxHar } known ? (int)known.Length : 0);
        var buffer = new byte[128 * 1024];
        while (source.Read(buffer) is > 0 and var count)
        {
            octets.Write(buffer, 0, count);
            if (octets.Length > ReadingBounds.MaxHar)
                break;
        }

        return octets.GetBuffer().AsMemory(0, (int)octets.Length);
    }

    private static FileStream Open(string file) => File.Exists(file) ? File.OpenRead(file) : throw new CommandFailure($"there is no file {file}.");
}
