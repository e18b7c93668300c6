using System.CommandLine;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Client;

namespace Countersign.Cli.Commands;

/// <summary>What <c>request</c> shows and writes.</summary>
internal sealed class RequestOutputOptions
{
    private const int MostOfProblem = 64 * 1024;

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Show all fields of every message." };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Leave out the story; what went wrong is told all the same." };

    private readonly Option<string> _format = OutputFormat.Option();

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write the content of the last answer to this file.", HelpName = "FILE" };

    public Option<string?> Har { get; } = new("--har") { Description = "Write all messages to this file (HAR 1.2), without credentials, cookies and tokens.", HelpName = "FILE" };

    public Option<bool> HarSecrets { get; } = new("--har-secrets") { Description = "Leave the secrets in the file of --har: whoever gets it can act as you." };

    public Option<bool> Curl { get; } = new("--curl") { Description = "Print the line by which curl sends the same, secrets as variables; send nothing." };

    public Option<bool> CurlSecrets { get; } = new("--curl-secrets") { Description = "Write the secrets into the line of --curl." };

    public Option<bool> Offline { get; } = new("--offline") { Description = "Print what would be sent first, without secrets; send nothing." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _verbose, _quiet, _format, _output, Har, HarSecrets, Curl, CurlSecrets, Offline })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.Has(_verbose) && result.Has(_quiet))
                result.AddError("--verbose and --quiet contradict each other.");
            if (result.Has(HarSecrets) && !result.Has(Har))
                result.AddError("--har-secrets is for --har FILE.");
            if (result.Has(CurlSecrets) && !result.Has(Curl))
                result.AddError("--curl-secrets is for --curl.");
            if (new Option[] { Har, Curl, Offline }.Count(result.Has) > 1)
                result.AddError("--curl and --offline send nothing: give one of them, and no --har.");
        });
    }

    /// <summary>Tells the story; null for nobody.</summary>
    public StoryText? Teller(ParseResult parsed, Redaction redaction, RequestOrder order)
    {
        if (parsed.GetValue(HarSecrets))
            parsed.InvocationConfiguration.Error.WriteLine("countersign: the file of --har will have the secrets of this exchange in it.");
        if (parsed.GetValue(_quiet) || OutputFormat.IsJson(parsed, _format))
            return null;
        var hasCredentials = order.Reauthenticates && !order.Credentials.IsEmpty && !order.Fields.Any(field => field.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
        var teller = new StoryText(parsed.InvocationConfiguration.Error, redaction, Terminal.ErrorTakesColour, parsed.GetValue(_verbose), order.Reauthenticates)
        {
            CredentialsFor = hasCredentials ? Origin.Of(order.Url) : null,
        };
        if (order.Credentials.IsKept)
            teller.Remark($"with the sign-in kept for {order.Url.GetLeftPart(UriPartial.Authority)} (countersign login)");
        return teller;
    }

    /// <summary>Shows how it ended, the content included; the exit code.</summary>
    public async Task<int> ShowAsync(ParseResult parsed, RequestOrder order, RequestOutcome outcome, Redaction redaction, StoryText? teller, CancellationToken cancel)
    {
        var isJson = OutputFormat.IsJson(parsed, _format);
        if (outcome.Outage is null && outcome.Story.Last is { } last)
            teller?.Ended(last);
        teller?.Settle();
        if (outcome.Response is { } response)
            outcome = await WithContentAsync(parsed, outcome, response, order.Timeout, cancel);
        outcome.Story.LearnContents();
        var end = ExchangeEnd.Of(outcome, order, outcome.Story.Last?.Message.Answer?.Content.ToArray().Take(MostOfProblem).ToArray() ?? []);
        if (isJson)
            CommandJson.Write(json => StoryJson.Write(json, outcome, end, redaction, order.Reauthenticates, parsed.GetValue(_output)));
        else
            EndText.Write(parsed.InvocationConfiguration.Error, end, redaction, Terminal.ErrorTakesColour);
        return end.IsGood ? 0 : 1;
    }

    /// <summary>Says at once what could not be written at the end, when everything has been sent.</summary>
    /// <exception cref="CommandFailure">A file can't be written.</exception>
    public void CheckFiles(ParseResult parsed)
    {
        foreach (var (option, file) in new[] { ("--output", parsed.GetValue(_output)), ("--har", parsed.GetValue(Har)) })
        {
            if (file is not null && WritableFile.FaultOf(file) is { } fault)
                throw new CommandFailure($"{option}: {fault}");
        }
    }

    /// <summary>Shows the content, and notes how it ended.</summary>
    private async Task<RequestOutcome> WithContentAsync(ParseResult parsed, RequestOutcome outcome, HttpResponseMessage response, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            if (OutputFormat.IsJson(parsed, _format) && parsed.GetValue(_output) is null)
                return outcome with { ContentEnd = await ResponseBody.KeepAsync(response, RecordedMessage.KeptOctets, patience, cancel) };
            await ShowContentAsync(parsed, response, cancel);
            return outcome;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return outcome with { ContentEnd = ContentEnd.CutOff, CutOff = OutageWords.Of(exception).TrimEnd('.') };
        }
    }

    private async Task ShowContentAsync(ParseResult parsed, HttpResponseMessage response, CancellationToken cancel)
    {
        if (parsed.GetValue(_output) is { } file)
        {
            await using var kept = new FileStream(file, FileMode.Create, FileAccess.Write);
            await ResponseBody.CopyAsync(response, kept, cancel);
        }
        else if (Console.IsOutputRedirected)
        {
            await using var output = ResponseBody.OpenOutput();
            await ResponseBody.CopyAsync(response, output, cancel);
        }
        else
        {
            await new ResponseBody(Terminal.TakesColour(Console.Out)).ShowAsync(response, Console.Out, cancel);
        }
    }
}
