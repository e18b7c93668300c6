using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Probes;

/// <summary>Sends probes one after the other, politely: with pauses, not beyond a bound, and no further where the server asks to stop.</summary>
/// <param name="stranger">Sends as it is: it follows no redirect, keeps no cookie, answers no challenge.</param>
/// <param name="given">Sends with the caller's credentials; null for none.</param>
/// <param name="intake">Takes the secrets out.</param>
/// <param name="options">How much may be asked.</param>
/// <param name="clock">The time.</param>
internal sealed class ProbeRunner(HttpMessageInvoker stranger, HttpMessageInvoker? given, MessageIntake intake, ProbeOptions options, TimeProvider clock)
{
    private const int MaxContent = 64 * 1024;

    private readonly List<Exchange> _exchanges = [];
    private readonly List<ProbeResult> _results = [];
    private readonly Dictionary<ProbeCredentials, int> _tries = [];
    private int _sent;
    private string? _stopped;

    /// <summary>The recording with the answers to the probes behind it, and what was not asked.</summary>
    public async Task<Recording> RunAsync(Recording recording, ProbeSubject subject, IProgress<string>? progress, CancellationToken cancel)
    {
        foreach (var probe in ProbePlan.Of(subject, options))
        {
            if ((_stopped ?? ReasonNotTo(probe, subject)) is { } reason)
            {
                _results.Add(new(probe) { NotRun = reason });
                continue;
            }

            if (_sent > 0)
                await Task.Delay(options.Pause, clock, cancel);
            progress?.Report($"{probe.Method} {probe.Url.GetLeftPart(UriPartial.Path)}");
            var exchange = await SendAsync(probe, subject, recording.Exchanges.Length + _exchanges.Count, cancel);
            _results.Add(new(probe) { Exchange = exchange.Index });
            _exchanges.Add(exchange);
            await HeedAsync(exchange, cancel);
        }

        return recording with { Exchanges = [.. recording.Exchanges, .. _exchanges], Probes = [.. _results] };
    }

    private string? ReasonNotTo(Probe probe, ProbeSubject subject) => probe switch
    {
        _ when _sent + CostOf(probe) > options.MaxRequests => $"the bound of {options.MaxRequests} requests was reached",
        { Credentials: ProbeCredentials.Given } when given is null || subject.WithoutGiven is not null => subject.WithoutGiven ?? "no credentials were given",
        { Credentials: ProbeCredentials.WrongPassword } when _tries.GetValueOrDefault(ProbeCredentials.WrongPassword) >= ProbeOptions.MostWrongPasswords => "no more wrong passwords are tried with one name",
        _ => null,
    };

    // Who has credentials may be asked for them first.
    private static int CostOf(Probe probe) => probe.Credentials == ProbeCredentials.Given ? 2 : 1;

    private async Task<Exchange> SendAsync(Probe probe, ProbeSubject subject, int index, CancellationToken cancel)
    {
        _sent += CostOf(probe);
        _tries[probe.Credentials] = _tries.GetValueOrDefault(probe.Credentials) + 1;
        using var request = new HttpRequestMessage(new(probe.Method), probe.Url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher };
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("User-Agent", "Countersign-Probe");
        foreach (var (name, value) in probe.Fields.Concat(CredentialsOf(probe, subject)))
            request.Headers.TryAddWithoutValidation(name, value);
        var (at, since) = (clock.GetUtcNow(), clock.GetTimestamp());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(options.Timeout);
        var exchange = new Exchange { Index = index, Role = ExchangeRole.Probe, StartedAt = at, Request = RequestOf(request) };
        try
        {
            using var response = await (probe.Credentials == ProbeCredentials.Given ? given! : stranger).SendAsync(request, patience.Token);
            exchange = exchange with { Duration = clock.GetElapsedTime(since), Request = exchange.Request! with { Version = VersionOf(response.Version) } };
            return exchange with { Response = await ResponseOfAsync(response, patience.Token) };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return exchange with { Duration = clock.GetElapsedTime(since), Trouble = exception is OperationCanceledException ? "no answer in time" : intake.Text(exception.GetBaseException().Message) };
        }
    }

    private IEnumerable<(string Name, string Value)> CredentialsOf(Probe probe, ProbeSubject subject) => probe switch
    {
        { Credentials: ProbeCredentials.Wrong or ProbeCredentials.WrongPassword, Scheme: { } scheme } =>
        [
            WrongCredentials.For(
                subject.Challenges.FirstOrDefault(each => each.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)), scheme, probe.Url.PathAndQuery,
                probe.Credentials == ProbeCredentials.WrongPassword ? options.KnownUser : null),
        ],
        { Credentials: ProbeCredentials.Malformed, Scheme: { } value } => [("Authorization", value)],
        _ => [],
    };

    // Whoever says "too many" is asked nothing more; whoever is busy for a moment is waited for.
    private async Task HeedAsync(Exchange exchange, CancellationToken cancel)
    {
        var after = exchange.Response?.Fields.First("Retry-After");
        if (exchange.Status == 429)
            _stopped = after is null ? "the server said that it was too much (429)" : $"the server said that it was too much (429, Retry-After: {after})";
        if (exchange.Status != 503 || after is null)
            return;
        var wait = RetryConditionHeaderValue.TryParse(after, out var condition) ? condition.Delta ?? (condition.Date - clock.GetUtcNow()) : null;
        if (wait is null || wait > options.Patience)
            _stopped = $"the server has no time (503, Retry-After: {after})";
        else if (wait > TimeSpan.Zero)
            await Task.Delay(wait.Value, clock, cancel);
    }

    private RecordedRequest RequestOf(HttpRequestMessage request)
    {
        var lines = new List<MessageField> { new("Host", request.RequestUri!.Authority) };
        lines.AddRange(request.Headers.NonValidated.SelectMany(field => field.Value, (field, value) => new MessageField(field.Key, value)));
        return intake.Request(request.Method.Method, request.RequestUri.PathAndQuery, request.RequestUri.AbsoluteUri, VersionOf(request.Version), lines);
    }

    private async Task<RecordedResponse> ResponseOfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var lines = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(field => field.Value, (field, value) => new MessageField(field.Key, value)).ToList();
        var octets = new byte[MaxContent + 1];
        var length = 0;
        try
        {
            using var content = await response.Content.ReadAsStreamAsync(cancel);
            length = await content.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancel);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It broke off: status and fields are what matters.
        }

        return intake.Response((int)response.StatusCode, response.ReasonPhrase ?? "", VersionOf(response.Version), lines, octets.AsMemory(0, Math.Min(length, MaxContent)), length <= MaxContent);
    }

    private static string VersionOf(Version version) => $"HTTP/{version}";
}
