using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Tracing;

/// <summary>Says in the log that a collector can't be reached, which the exporter tells to event listeners alone; once a minute at most.</summary>
internal sealed class ExportProblems(ILogger log, TimeProvider clock) : EventListener
{
    private readonly LogInterval _interval = new(TimeSpan.FromMinutes(1), clock);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (!_interval.TryTakeTurn(out _))
            return;

        // The stack is of no use to an operator.
        var text = string.Format(CultureInfo.InvariantCulture, eventData.Message ?? eventData.EventName ?? "", [.. eventData.Payload ?? []]);
        log.TelemetryLost(text.ReplaceLineEndings("\n").Split('\n')[0]);
    }
}
