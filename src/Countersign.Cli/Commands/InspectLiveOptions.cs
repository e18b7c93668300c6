using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Cli.Inspecting;
using Countersign.Cli.Requests;
using Countersign.Inspector.Exchanges;

namespace Countersign.Cli.Commands;

/// <summary>How <c>inspect URL</c> asks.</summary>
internal sealed class InspectLiveOptions
{
    private readonly RequestOptionSet _request = new("A HAR file, what curl -v or --trace wrote, or HTTP messages; - for the standard input.");

    private readonly Option<string?> _as = new("--as") { Description = "Ask as somebody else would: a person's browser, a script of a page, or a crawler.", HelpName = "browser|fetch|crawler" };

    private readonly Option<string?> _origin = new Option<string?>("--origin") { Description = "The origin of the page whose script asks.", HelpName = "ORIGIN" }
        .Checked(text => IsOrigin(text) ? null : "--origin is an origin such as https://app.example.org, without a path.");

    private readonly Option<bool> _private = new("--allow-private") { Description = "Go on where a public server leads to an address of this machine or its network." };

    private readonly Option<string?> _har = new("--har") { Description = "Write all messages to this file (HAR 1.2), without credentials, cookies and tokens.", HelpName = "FILE" };

    private readonly ProbeSwitches _probes = new();

    public InspectLiveOptions()
    {
        _as.AcceptOnlyFromAmong("browser", "fetch", "crawler");
    }

    public void AddTo(Command command)
    {
        _request.AddTo(command);
        Option[] own = [_as, _origin, _private, _har];
        foreach (var option in own)
            command.Add(option);
        _probes.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!_request.IsRequest(result) && own.Concat(_probes.All).Concat(_request.OfRequests).Where(option => option != Token).FirstOrDefault(result.Has) is { } idle)
                result.AddError($"{idle.Name} is for a request: give an address such as https://api.example.org/orders.");
            if (result.Has(_origin) && !_probes.IsWanted(result) && result.GetResult(_as) is not { Tokens: [{ Value: "fetch" }] })
                result.AddError("--origin is for --as fetch and --probe.");
        });
    }

    /// <summary>Whether there is neither a file nor an address.</summary>
    public bool IsNothing(CommandResult result) => _request.IsNothing(result);

    /// <summary>An access token: it is sent with a request, judged with the exchanges of a file, and told by itself.</summary>
    public Option<string?> Token => _request.Credentials.AccessToken;

    /// <summary>Whether the exchanges come on the standard input.</summary>
    public bool IsStandardInput(CommandResult result) => _request.IsStandardInput(result);

    /// <summary>The file; null where an address is asked.</summary>
    public string? FileOf(ParseResult parsed) => _request.FileOf(parsed);

    /// <summary>Asks, and takes down what is said.</summary>
    /// <exception cref="CommandFailure">It can't be asked, or was stopped.</exception>
    public async Task<(Recording Recording, string Name)> AskAsync(ParseResult parsed, CancellationToken cancel)
    {
        var har = parsed.GetValue(_har);
        if (har is not null && WritableFile.FaultOf(har) is { } fault)
            throw new CommandFailure($"--har: {fault}");
        var order = _request.Read(parsed, asksForPassword: true);
        var visit = new LiveVisit(order, TimeProvider.System) { Kind = KindOf(parsed.GetValue(_as)), Origin = parsed.GetValue(_origin), AllowsPrivate = parsed.GetValue(_private) };
        var progress = new TerminalProgress();
        Recording recording;
        try
        {
            await visit.AskAsync(cancel);
            recording = await visit.RecordingAsync(_probes.Read(parsed, parsed.GetValue(_origin), order.Timeout), progress, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new CommandFailure("stopped before the answer was complete.");
        }
        catch (IOException exception)
        {
            throw new CommandFailure(exception.Message);
        }

        finally
        {
            progress.Clear();
        }

        if (har is not null)
            visit.WriteTo(har);
        return (recording, QuotedWord.Of(order.Url.GetLeftPart(UriPartial.Path)));
    }

    private static ClientKind KindOf(string? text) => text switch
    {
        "browser" => ClientKind.Browser,
        "fetch" => ClientKind.Fetch,
        "crawler" => ClientKind.Crawler,
        _ => ClientKind.Program,
    };

    private static bool IsOrigin(string text) =>
        text == "null" || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));
}
