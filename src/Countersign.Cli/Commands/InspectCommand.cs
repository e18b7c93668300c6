using System.CommandLine;
using Countersign.Inspector;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Token;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Countersign.Inspector.Tokens;

namespace Countersign.Cli.Commands;

/// <summary><c>inspect FILE|-</c>: who refused, why, and what to change, from a transcript.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "A HAR file, what curl -v or --trace wrote, or HTTP messages; - for the standard input.", Arity = ArgumentArity.ZeroOrOne };
        var failOn = SeverityOption.Create();
        var list = new Option<bool>("--list-checks") { Description = "List all checks and judge nothing." };
        var format = new Option<string>("--format") { Description = "text for people, markdown for issues, json for programs, sarif for what shows the findings of many tools.", DefaultValueFactory = _ => "text", HelpName = "text|json|sarif|markdown" };
        format.AcceptOnlyFromAmong("text", "json", "sarif", "markdown");
        var baseline = new Option<string?>("--baseline") { Description = "A file of findings that were accepted: they are not shown, and fail nothing.", HelpName = "FILE" };
        var accept = new Option<string?>("--write-baseline") { Description = "Write a file that accepts all findings of now.", HelpName = "FILE" };
        var token = new Option<string?>("--token") { Description = "A token: by itself it is read for people, beside FILE it is judged with its exchanges. It is never shown.", HelpName = "TOKEN|@FILE|-|env:NAME" };
        var at = new Option<string?>("--at") { Description = "With --token alone: tell its times as of this moment.", HelpName = "TIME" }
            .Checked(text => TimeOptions.MomentOf(text) is null ? "--at is no moment; write 2026-11-22T05:00:00Z, an HTTP-date or seconds since 1970." : null);
        var command = new CommandWithExamples(
            "inspect",
            "Judge recorded HTTP exchanges: who refused, why, and what to change. Secrets are taken out while it is read, and never shown.",
            "curl -v https://api.example.org/ 2>&1 | countersign inspect -",
            "countersign inspect visit.har --fail-on warning",
            "countersign inspect --token @token.txt",
            "curl -i https://api.example.org/orders | countersign inspect - --token @token.txt",
            "countersign inspect visit.har --format json",
            "countersign inspect visit.har --format sarif > countersign.sarif",
            "countersign inspect visit.har --write-baseline accepted.txt",
            "countersign inspect visit.har --baseline accepted.txt")
        {
            file, token, at, failOn, list, format, baseline, accept,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && !result.GetValue(list) && !result.Has(token))
                result.AddError("Name a file, or - for the standard input.");
            else if (result.GetValue(file) == "-" && result.GetValue(token) == "-")
                result.AddError("The standard input is one thing: the exchanges, or the token.");
            else if (result.Has(at) && (result.GetValue(file) is not null || !result.Has(token)))
                result.AddError("--at is for a token alone: exchanges have a time of their own.");
            else if (result.GetValue(file) is null && result.Has(token) && result.Has(format) && result.GetValue(format) is not ("text" or "json"))
                result.AddError("A token alone is told as text or json.");
        });
        command.SetAction(parsed =>
        {
            var (how, output) = (parsed.GetRequiredValue(format), parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(list))
                return CheckList.Write(CheckCatalogue.Exchanges.Select(check => check.Row), how == "json", output);
            var given = parsed.GetValue(token) is { } place ? CopiedToken.Read(SecretSource.Read("--token", place, parsed.InvocationConfiguration.Error)) : null;
            if (given?.Text.Length == 0)
                throw new CommandFailure("--token: there is no token.");
            if (parsed.GetValue(file) is not { } source)
                return Tell(given!, parsed.GetValue(at), how == "json", output);
            var inspection = Inspection.Of(Read(source, given?.Text));
            if (given is not null && !SeenToken.IsJudged(inspection.Recording))
                parsed.InvocationConfiguration.Error.WriteLine("countersign: the token was judged with no exchange: others were sent, or nobody was refused for want of one.");
            if (parsed.GetValue(accept) is { } written)
                Accept(inspection, written);
            if (parsed.GetValue(baseline) is { } accepted)
                inspection = WithoutAccepted(inspection, accepted);
            Report(inspection, how, source, output);
            return inspection.Recording.Exchanges.IsEmpty || SeverityOption.Fails(inspection.Findings.Select(finding => finding.Severity), parsed.GetRequiredValue(failOn)) ? 1 : 0;
        });
        return command;
    }

    private static Recording Read(string file, string? token) => TranscriptReader.Read(Octets(file), out var problem, token) ?? throw new CommandFailure(problem!);

    // The same as of token decode.
    private static int Tell(CopiedToken token, string? at, bool isJson, TextWriter output)
    {
        var clocks = at is null ? new TokenClocks(TimeProvider.System.GetUtcNow()) : new TokenClocks(TimeOptions.MomentOf(at)!.Value) { Name = "the time that was given" };
        var decoded = TokenDecoder.Decode(token.Text, clocks);
        if (isJson)
            CommandJson.Write(json => DecodedTokenJson.Write(json, decoded, token.TakenOff, null));
        else
            DecodedTokenText.Write(output, decoded, token.TakenOff, null);
        return decoded.IsReadable ? 0 : 1;
    }

    private static void Report(Inspection inspection, string format, string file, TextWriter output)
    {
        switch (format)
        {
            case "json":
                CommandJson.Write(json => JsonReport.Write(json, inspection));
                break;
            case "sarif":
                CommandJson.Write(json => SarifReport.Write(json, inspection, file == "-" ? "stdin" : file, ProgramVersion.Text));
                break;
            case "markdown":
                MarkdownReport.Write(output, inspection);
                break;
            default:
                TextReport.Write(output, inspection);
                break;
        }
    }

    private static void Accept(Inspection inspection, string file)
    {
        try
        {
            File.WriteAllText(file, $"# Findings that were accepted; see countersign inspect --baseline.\n{Baseline.Write(inspection)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"can't write {file}: {exception.Message}");
        }
    }

    private static Inspection WithoutAccepted(Inspection inspection, string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"can't read {file}: {exception.Message}");
        }

        var baseline = Baseline.Read(text, out var problem) ?? throw new CommandFailure($"{file}, line {problem!.Line}: {problem.Message}");
        return baseline.Without(inspection).Inspection;
    }

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
