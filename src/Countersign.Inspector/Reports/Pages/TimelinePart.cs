using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>Every leg in its order: the anonymous one, the one with credentials, redirects, preflights, tunnels.</summary>
internal static class TimelinePart
{
    private const int MostRows = 1000;

    public static Markup Of(Recording recording, Inspection inspection, ImmutableHashSet<int> shown)
    {
        if (recording.Exchanges.IsEmpty)
            return Markup.None;
        var start = recording.Exchanges.Select(exchange => exchange.StartedAt).FirstOrDefault(at => at is not null);
        var gravest = inspection.Findings.GroupBy(TextReport.IndexOf).ToDictionary(group => group.Key, group => group.Max(finding => finding.Severity));
        var left = recording.Exchanges.Length - MostRows;
        return Markup.Of($"""
            <section id="exchanges"><h2>Every exchange</h2><div class="wide" role="region" aria-label="Every exchange" tabindex="0"><table><thead><tr><th scope="col">#</th><th scope="col">Leg</th><th scope="col">Asked</th><th scope="col">Credentials</th><th scope="col">Answered</th><th scope="col">When</th></tr></thead>
            <tbody>{Markup.Join(recording.Exchanges.Take(MostRows).Select(exchange => Row(recording, exchange, start, shown, gravest.TryGetValue(exchange.Index, out var severity) ? severity : null)))}</tbody></table></div>
            {Markup.When(left > 0, Markup.Of($"<p class=\"soft\">{left} more are not listed.</p>"))}</section>
            """);
    }

    private static Markup Row(Recording recording, Exchange exchange, DateTimeOffset? start, ImmutableHashSet<int> shown, Severity? severity)
    {
        var number = shown.Contains(exchange.Index) ? Markup.Of($"<a href=\"#exchange-{exchange.Index + 1}\">{exchange.Index + 1}</a>") : Markup.Of($"{exchange.Index + 1}");
        var answered = exchange.Response is { } response ? Markup.Of($"<b>{response.Status}</b> {response.Reason}") : Markup.Of($"{exchange.Trouble ?? "no answer"}");
        var level = severity is { } found and not Severity.Good ? Markup.Of($" <span class=\"level {ReportWords.Code(found)}\">{ReportWords.Code(found)}</span>") : Markup.None;
        var asked = exchange.Request is { } request ? Markup.Of($"<code>{request.Method} {request.Url?.ToString() ?? request.Target}</code>") : Markup.Of($"not recorded");
        return Markup.Of($"<tr><td>{number}</td><td>{PageWords.Of(exchange.Role)}</td><td>{asked}</td><td>{Shown(recording, exchange)}</td><td>{answered}{level}</td><td>{When(exchange, start)}</td></tr>\n");
    }

    // Where the recording leaves credentials out, there may have been some.
    private static string Shown(Recording recording, Exchange exchange)
    {
        if (exchange.Request is not { } request)
            return "";
        if (!request.Credentials.IsEmpty)
            return string.Join(", ", request.Credentials.Select(each => each.Scheme ?? each.Name).Distinct(StringComparer.Ordinal));
        return recording.Omits(Omissions.Credentials) ? "not kept" : "none";
    }

    private static string When(Exchange exchange, DateTimeOffset? start)
    {
        var at = exchange.StartedAt is { } begun && start is { } first ? string.Create(CultureInfo.InvariantCulture, $"+{(begun - first).TotalMilliseconds:0} ms") : "";
        return exchange.Duration is { } took ? string.Create(CultureInfo.InvariantCulture, $"{at} took {took.TotalMilliseconds:0} ms").TrimStart() : at;
    }
}
