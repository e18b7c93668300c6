using System.Net;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Probes;
using Marks = Countersign.Inspector.Intake.Marks;

namespace Countersign.Cli.Inspecting;

/// <summary>Asks an address once, as somebody would, and notes every message.</summary>
/// <param name="order">What is asked.</param>
/// <param name="clock">The time.</param>
internal sealed class LiveVisit(RequestOrder order, TimeProvider clock)
{
    private readonly Redaction _redaction = Redaction.For(order);
    private ExchangeStory? _noted;

    private ExchangeStory Story => _noted ??= new(_redaction, teller: null, clock);

    /// <summary>Whether connections go into private networks from elsewhere.</summary>
    public bool AllowsPrivate { get; init; }

    /// <summary>Who asks.</summary>
    public ClientKind Kind { get; init; }

    /// <summary>The origin of the page whose script asks; null for the address's own.</summary>
    public string? Origin { get; init; }

    /// <summary>The marks of secrets; null for marks that no other recording has.</summary>
    public Marks? Marks { get; init; }

    /// <summary>What else stands before the connections; null for nothing.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Before { get; init; }

    /// <summary>Sends it all, and reads the answers as far as they are kept.</summary>
    /// <exception cref="IOException">The file of the content or the authorities can't be read.</exception>
    /// <exception cref="OperationCanceledException">Somebody has stopped it.</exception>
    public async Task AskAsync(CancellationToken cancel)
    {
        switch (Kind)
        {
            case ClientKind.Browser:
                await SendAsync(AskingAs.Browser(order), cancel);
                break;
            case ClientKind.Crawler:
                await SendAsync(AskingAs.Robots(order), cancel);
                await SendAsync(AskingAs.Crawler(order), cancel);
                break;
            case ClientKind.Fetch:
                var origin = Origin ?? order.Url.GetLeftPart(UriPartial.Authority);
                var script = AskingAs.Script(order, origin);
                if (AskingAs.Preflight(script, origin) is not { } question || PreflightAnswer.LetsPass(await SendAsync(question, cancel), script, origin))
                    await SendAsync(script, cancel);
                break;
            default:
                await SendAsync(order, cancel);
                break;
        }
    }

    /// <summary>What was said, to be judged.</summary>
    public Recording Recording() => new StoryRecording(StoryRecording.SecretsOf(order), Marks).Of(Story.Legs);

    /// <summary>The same with what probes are answered.</summary>
    public async Task<Recording> RecordingAsync(ProbeOptions? probes, IProgress<string>? progress, CancellationToken cancel)
    {
        var taken = new StoryRecording(StoryRecording.SecretsOf(order), Marks);
        var recording = taken.Of(Story.Legs);
        if (probes is null || recording.Exchanges.LastOrDefault() is not { Response: not null })
            return recording;
        using var way = new ProbeWay(order, AllowsPrivate, clock);
        return await new ProbeRunner(way.Stranger, way.Given, taken.Intake, probes, clock).RunAsync(recording, ProbeSubject.Of(recording, order.Url, order.Method.Method, way.Given is not null), progress, cancel);
    }

    /// <summary>Writes what was said, without its secrets.</summary>
    public void WriteTo(string har)
    {
        Story.LearnContents();
        new HarFile(_redaction).Write(har, Story.Legs);
    }

    private async Task<RecordedAnswer?> SendAsync(RequestOrder one, CancellationToken cancel)
    {
        using var network = RequestRun.Network(order);
        var outcome = await RequestRun.SendAsync(one, network, Story, clock, cancel, handler => new AddressGuard(Before?.Invoke(handler) ?? handler, order.Url, AllowsPrivate));
        using var response = outcome.Response;
        if (response is not null && one.Method != HttpMethod.Head)
            await ReadAsync(response, one.Timeout, cancel);
        return Story.Last?.Message.Answer;
    }

    private static async Task ReadAsync(HttpResponseMessage response, TimeSpan patience, CancellationToken cancel)
    {
        // Another protocol is spoken from here on.
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
            return;
        try
        {
            await ResponseBody.KeepAsync(response, RecordedMessage.KeptOctets, patience, cancel);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It broke off: what came before is kept, and its length says that it is not all.
        }
    }
}
