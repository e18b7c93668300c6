using System.CommandLine;
using Countersign.Inspector;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Token;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Countersign.Inspector.Tokens;

namespace Countersign.Cli.Commands;

/// <summary><c>inspect FILE|-|URL</c>: who refused, why, and what to change, from a transcript or by asking.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var live = new InspectLiveOptions();
        var failOn = SeverityOption.Create();
        var list = new Option<bool>("--list-checks") { Description = "List all checks and judge nothing." };
        var format = new Option<string>("--format") { Description = "text for people, html for a page of its own, markdown for issues, json for programs, sarif for what shows the findings of many tools.", DefaultValueFactory = _ => "text", HelpName = "text|html|json|sarif|markdown" };
        format.AcceptOnlyFromAmong("text", "html", "json", "sarif", "markdown");
        var framework = new Option<string?>("--framework") { Description = "Show what the owner changes in this framework, whatever the answers show: aspnetcore, express, fastapi, django-rest, spring-boot, go, nginx, apache.", HelpName = "NAME" };
        framework.AcceptOnlyFromAmong([.. Framework.All.Select(each => each.Name)]);
        var baseline = new BaselineOptions();
        var openApi = new Option<string?>("--openapi") { Description = "What the API says of itself (OpenAPI, JSON or YAML): requests and answers are compared with it.", HelpName = "FILE" };
        var at = new Option<string?>("--at") { Description = "With --token alone: tell its times as of this moment.", HelpName = "TIME" }
            .Checked(text => TimeOptions.MomentOf(text) is null ? "--at is no moment; write 2026-11-22T05:00:00Z, an HTTP-date or seconds since 1970." : null);
        var command = new CommandWithExamples(
            "inspect",
            "Judge HTTP exchanges, recorded ones or those with a server that is asked: who refused, why, and what to change. Secrets are taken out while it is read, and never shown.",
            "countersign inspect https://api.example.org/orders",
            "countersign inspect --auth anna https://api.example.org/orders",
            "countersign inspect --as fetch --origin https://app.example.org --token @token.txt https://api.example.org/orders",
            "curl -v https://api.example.org/ 2>&1 | countersign inspect -",
            "countersign inspect --probe --auth anna https://api.example.org/orders      # who else gets in; only where you may",
            "countersign inspect --openapi openapi.yaml https://api.example.org/orders",
            "countersign inspect visit.har --fail-on warning",
            "countersign inspect --token @token.txt",
            "curl -i https://api.example.org/orders | countersign inspect - --token @token.txt",
            "countersign inspect visit.har --format json",
            "countersign inspect visit.har --format html > visit.html",
            "countersign inspect visit.har --framework express",
            "countersign inspect visit.har --format sarif > countersign.sarif",
            "countersign inspect visit.har --write-baseline accepted.txt",
            "countersign inspect visit.har --baseline accepted.txt")
        {
            at, failOn, list, format, framework, openApi, baseline.Accepted, baseline.Written,
        };
        live.AddTo(command);
        command.Validators.Add(result =>
        {
            var isAlone = live.IsNothing(result) && result.Has(live.Token);
            if (live.IsNothing(result) && !result.Has(list) && !isAlone)
                result.AddError("Name an address, a file, or - for the standard input.");
            else if (live.IsStandardInput(result) && result.GetValue(live.Token) == "-")
                result.AddError("The standard input is one thing: the exchanges, or the token.");
            else if (result.Has(at) && !isAlone)
                result.AddError("--at is for a token alone: exchanges have a time of their own.");
            else if (isAlone && result.Has(format) && result.GetValue(format) is not ("text" or "json"))
                result.AddError("A token alone is told as text or json.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var (how, output) = (parsed.GetRequiredValue(format), parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(list))
                return CheckList.Write(CheckCatalogue.Exchanges.Select(check => check.Row), how == "json", output);
            if (live.IsNothing(parsed.CommandResult))
                return Tell(Given(parsed, live.Token)!, parsed.GetValue(at), how == "json", output);
            var api = parsed.GetValue(openApi) is { } description ? ApiFiles.Read(description) : null;
            var (recording, name) = live.FileOf(parsed) is { } file ? (Read(file, Given(parsed, live.Token)?.Text), file == "-" ? "stdin" : file) : await live.AskAsync(parsed, cancel);
            if (recording.Given is not null && !SeenToken.IsJudged(recording))
                await parsed.InvocationConfiguration.Error.WriteLineAsync("countersign: the token was judged with no exchange: others were sent, or nobody was refused for want of one.");
            var inspection = Inspection.Of(recording, api);
            baseline.Write(parsed, "inspect", () => Baseline.Write(inspection));
            if (baseline.Read(parsed) is { } accepted)
                inspection = accepted.Without(inspection);
            Report(inspection, how, parsed.GetValue(framework) is { } named ? Framework.Find(named) : null, name, output);
            return IsVoid(inspection.Recording) || SeverityOption.Fails(inspection.Findings.Select(finding => finding.Severity), parsed.GetRequiredValue(failOn)) ? 1 : 0;
        });
        return command;
    }

    // Nothing was said, or nobody answered.
    private static bool IsVoid(Recording recording) => recording is { Exchanges.IsEmpty: true } or { Source: RecordingSource.Live, Exchanges: [.., { Response: null }] };

    private static Recording Read(string file, string? token) => TranscriptReader.Read(Octets(file), out var problem, token) ?? throw new CommandFailure(problem!);

    private static CopiedToken? Given(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } place)
            return null;
        var token = CopiedToken.Read(SecretSource.Read("--token", place, parsed.InvocationConfiguration.Error));
        return token.Text.Length > 0 ? token : throw new CommandFailure("--token: there is no token.");
    }

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

    private static void Report(Inspection inspection, string format, Framework? framework, string name, TextWriter output)
    {
        switch (format)
        {
            case "json":
                CommandJson.Write(json => JsonReport.Write(json, inspection, framework));
                break;
            case "sarif":
                CommandJson.Write(json => SarifReport.Write(json, inspection, name, ProgramVersion.Text));
                break;
            case "html":
                HtmlReport.Write(output, inspection, framework, name);
                break;
            case "markdown":
                MarkdownReport.Write(output, inspection, framework);
                break;
            default:
                TextReport.Write(output, inspection, framework);
                break;
        }
    }

    private static ReadOnlyMemory<byte> Octets(string file)
    {
        using var source = file == "-" ? Console.OpenStandardInput() : Open(file);
        return TranscriptReader.Octets(source, source is FileStream { CanSeek: true } known ? known.Length : 0);
    }

    private static FileStream Open(string file) => File.Exists(file)
        ? File.OpenRead(file)
        : throw new CommandFailure(Directory.Exists(file) ? $"{QuotedWord.Of(file)} is a folder; name a file in it." : $"there is no file {QuotedWord.Of(file)}; an address begins with https:// or http://.");
}
