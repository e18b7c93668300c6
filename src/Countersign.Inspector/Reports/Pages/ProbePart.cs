using System.Globalization;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What was asked besides: methods by who asked. What was not asked stays visible, as it was not decided.</summary>
internal static class ProbePart
{
    public static Markup Of(Recording recording)
    {
        var probes = recording.Exchanges.Where(exchange => exchange is { Role: ExchangeRole.Probe, Request: not null }).ToList();
        if (probes.Count == 0)
            return recording.Source == RecordingSource.Live ? Markup.Of($"<section id=\"probes\"><h2>Probes</h2><p class=\"notrun\">Not run: what other methods, credentials and origins get is not decided (--probe).</p></section>") : Markup.None;
        var methods = probes.Select(probe => probe.Request!.Method).Distinct(StringComparer.Ordinal).ToList();
        var callers = probes.GroupBy(probe => (probe.Request!.Url, Who: Who(probe.Request))).ToList();
        return Markup.Of($"""
            <section id="probes"><h2>Probes</h2><div class="wide"><table><thead><tr><th scope="col">Who asks</th>{Markup.Join(methods.Select(method => Markup.Of($"<th scope=\"col\">{method}</th>")))}</tr></thead>
            <tbody>{Markup.Join(callers.Select(caller => Markup.Of($"<tr><th scope=\"row\">{caller.Key.Who} <span class=\"soft\">{caller.Key.Url?.AbsolutePath}</span></th>{Markup.Join(methods.Select(method => Cell(caller, method)))}</tr>")))}</tbody></table></div></section>
            """);
    }

    private static Markup Cell(IEnumerable<Exchange> asked, string method) => asked.FirstOrDefault(probe => probe.Request!.Method == method) is { } probe
        ? Markup.Of($"<td>{(probe.Response is null ? "no answer" : probe.Status.ToString(CultureInfo.InvariantCulture))}</td>")
        : Markup.Of($"<td class=\"notrun\">not run</td>");

    private static string Who(RecordedRequest request)
    {
        var shown = request.Credentials.IsEmpty ? "no credentials" : string.Join(", ", request.Credentials.Select(each => each.Scheme ?? each.Name));
        return request.Fields.First("Origin") is { } origin ? $"{shown}, from {origin}" : shown;
    }
}
