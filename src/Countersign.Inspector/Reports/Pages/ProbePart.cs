using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What was asked besides: methods by who asked. What was not asked stays visible, as it was not decided.</summary>
internal static class ProbePart
{
    public static Markup Of(Recording recording, bool isWithin)
    {
        if (recording.Probes.IsEmpty)
            return recording.Source == RecordingSource.Live ? Markup.Of($"<section id=\"probes\"><h2>Probes</h2><p class=\"notrun\">Not run: what other methods, credentials and origins get is not decided{(isWithin ? "" : " (--probe)")}.</p></section>") : Markup.None;
        var (methods, rows) = ProbeTable.Access(recording);
        return Markup.Of($"""
            <section id="probes"><h2>Probes</h2><div class="wide" role="region" aria-label="Probes" tabindex="0"><table><thead><tr><th scope="col">Who asks</th>{Markup.Join(methods.Select(method => Markup.Of($"<th scope=\"col\">{method}</th>")))}</tr></thead>
            <tbody>{Markup.Join(rows.Concat(ProbeTable.Others(recording)).Select(Row))}</tbody></table></div>{Markup.Join(ProbeTable.Reasons(recording).Select(reason => Markup.Of($"<p class=\"notrun\">Not run: {reason}</p>")))}</section>
            """);
    }

    private static Markup Row((string Who, List<string> Answers) row) => Markup.Of($"<tr><th scope=\"row\">{row.Who}</th>{Markup.Join(row.Answers.Select(Cell))}</tr>");

    private static Markup Cell(string answer) => answer == ProbeTable.NotRun ? Markup.Of($"<td class=\"notrun\">{answer}</td>") : Markup.Of($"<td>{answer}</td>");
}
