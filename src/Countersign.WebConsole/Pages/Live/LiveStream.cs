using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.WebConsole.Ports;
using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Pages.Live;

/// <summary>
/// What the page's module listens to: a batch of server-sent events (HTML standard §9.2) twice a second while something happens. Counts are of all decisions, however
/// many; of the decisions themselves the newest come along.
/// </summary>
internal static class LiveStream
{
    /// <summary>How many decisions a batch has, and the list of the page.</summary>
    public const int Most = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Proxies end what is silent for half a minute.
    private const int MostSilent = 20;

    /// <summary>Sends batches until the person leaves or the gateway ends.</summary>
    public static async Task AnswerAsync(ConsoleRequest request)
    {
        var http = request.Http;
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var decisions = request.Options.Gateway!.Decisions;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        using var watch = decisions.Watch(DecisionFilters.Of(request), Most);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Cancel, watch.Over);
        var (last, silent) = ("", 0);
        while (!end.IsCancellationRequested)
        {
            var batch = Write(watch.Take(), decisions.Counts());
            silent = batch == last ? silent + 1 : 0;
            if (batch != last || silent % MostSilent == 0)
            {
                last = batch;
                await http.Response.WriteAsync($"data: {batch}\n\n", end.Token);
                await http.Response.Body.FlushAsync(end.Token);
            }

            await Task.Delay(Interval, request.Options.Clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A batch as JSON, in one line.</summary>
    internal static string Write(DecisionBatch batch, IEnumerable<DecisionCount> counts)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteNumber("matched", batch.Matched);
            json.WriteStartArray("counts");
            foreach (var count in counts)
            {
                json.WriteStartObject();
                json.WriteString("outcome", DecisionFilters.Word(count.Outcome));
                json.WriteString("reason", count.Reason);
                json.WriteNumber("total", count.Total);
                json.WriteStartArray("recent");
                foreach (var step in count.Recent)
                    json.WriteNumberValue(step);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("newest");
            foreach (var decision in batch.Newest)
                Write(json, decision);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }

    private static void Write(Utf8JsonWriter json, SeenDecision decision)
    {
        json.WriteStartObject();
        json.WriteString("time", TimeOf(decision));
        json.WriteString("outcome", DecisionFilters.Word(decision.Outcome));
        json.WriteString("reason", decision.Reason);
        json.WriteString("reference", decision.Reference);
        json.WriteString("route", decision.Route);
        json.WriteString("request", $"{decision.Method} {decision.Host}{decision.Path}");
        json.WriteString("client", decision.Client);
        json.WriteString("subject", decision.Subject);
        json.WriteEndObject();
    }

    /// <summary>The time of a decision, as the list has it.</summary>
    public static string TimeOf(SeenDecision decision) => decision.Time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
