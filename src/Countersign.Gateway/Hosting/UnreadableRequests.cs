using System.Diagnostics;
using System.Net;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>
/// Requests that the server answers itself because it can't read them: broken grammar, header fields without end. Nobody can add to these answers,
/// neither content nor a reference; journal, log and metrics tell of them like of every other refusal.
/// </summary>
internal sealed class UnreadableRequests : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private readonly IJournal _journal;
    private readonly GatewayTelemetry _telemetry;
    private readonly JsonLog _refusals;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly LogInterval _interval;
    private readonly IDisposable _subscription;

    public UnreadableRequests(DiagnosticListener server, IJournal journal, GatewayTelemetry telemetry, JsonLog refusals, ILogger log, TimeProvider clock)
    {
        _journal = journal;
        _telemetry = telemetry;
        _refusals = refusals;
        _log = log;
        _clock = clock;
        _interval = new LogInterval(TimeSpan.FromSeconds(1), clock);
        _subscription = server.Subscribe(this, name => name == BadRequest);
    }

    public void Dispose() => _subscription.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // A content that breaks off under way is the forwarder's: there is a request then, and an answer has begun.
        if (value.Value is not IFeatureCollection features
            || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException failure
            || features.Get<IHttpResponseFeature>() is not { HasStarted: false })
        {
            return;
        }

        var fault = PeerText.OwnWords(failure.Message);
        if (RefusalOf(failure.StatusCode) is { } refusal)
            Tell(features, refusal, fault);
        else if (_interval.TryTakeTurn(out var leftOut))
            _log.RequestUnreadable(failure.StatusCode, fault, leftOut);
    }

    public void OnCompleted()
    {
        // The server ended.
    }

    public void OnError(Exception error)
    {
        // A listener of diagnostics has no errors to pass on.
    }

    private static Refusal? RefusalOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Refusal.RequestAmbiguous,
        StatusCodes.Status405MethodNotAllowed => Refusal.MethodNotAllowed,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Refusal.HeadersTooLarge,
        _ => null,
    };

    private void Tell(IFeatureCollection features, Refusal refusal, string fault)
    {
        var request = features.Get<IHttpRequestFeature>();
        var entry = new JournalEntry
        {
            Reference = ReferenceIds.Next(),
            Time = _clock.GetUtcNow(),
            Refusal = refusal,
            CredentialsPresented = false,
            Status = refusal.Row().Status,
            Method = request?.Method is { Length: > 0 } method ? method : "(unreadable)",
            UrlScheme = features.Get<ITlsConnectionFeature>() is null ? "http" : "https",
            Authority = "",
            Path = "(unreadable)",
            ClientAddress = PeerNames.Of(features.Get<IHttpConnectionFeature>()?.RemoteIpAddress ?? IPAddress.None),
            Verdicts = [new JournalVerdict("gateway", refusal, fault)],
        };
        _telemetry.Refused(route: null, scheme: null, refusal, credentialsPresented: false).Add();
        _journal.Record(entry);
        _refusals.Write(entry);
        _telemetry.Observer?.Refused(entry);
    }
}
