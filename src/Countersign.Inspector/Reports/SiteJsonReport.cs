using System.Text.Json;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Sites;

namespace Countersign.Inspector.Reports;

/// <summary>A crawl for programs.</summary>
internal static class SiteJsonReport
{
    public static void Write(Utf8JsonWriter json, SiteInspection inspection)
    {
        json.WriteStartObject();
        json.WriteStartObject("verdict");
        json.WriteString("outcome", SiteWords.Outcome(inspection));
        json.WriteString("sentence", SiteWords.Verdict(inspection));
        json.WriteBoolean("complete", inspection.IsComplete);
        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (var found in inspection.Findings)
            Write(json, found);
        json.WriteEndArray();
        json.WriteNumber("accepted", inspection.Accepted);
        WriteSite(json, inspection);
        json.WriteStartArray("notes");
        foreach (var note in SiteWords.Notes(inspection))
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SiteFinding found)
    {
        var finding = found.Finding;
        json.WriteStartObject();
        FindingJson.Write(json, finding);
        json.WriteString("cause", found.Cause.Length > 0 ? found.Cause : null);
        json.WriteNumber("count", found.Count);
        json.WriteStartArray("evidence");
        foreach (var evidence in finding.Evidence)
        {
            json.WriteStartObject();
            json.WriteNumber("exchange", evidence.Exchange);
            json.WriteString("part", evidence.Part);
            json.WriteString("text", evidence.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSite(Utf8JsonWriter json, SiteInspection inspection)
    {
        var site = inspection.Site;
        json.WriteStartObject("site");
        json.WriteString("start", site.Shown(site.Start));
        json.WriteString("end", SiteWords.Code(site.End));
        json.WriteNumber("pages", inspection.Pages);
        json.WriteNumber("requests", inspection.Requests);
        json.WriteNumber("addresses", site.Places.Count);
        json.WriteNumber("notAsked", site.Places.Count(place => place.Visit is null));
        json.WriteNumber("forbiddenByRobots", site.Places.Count(place => place.Visit is { Outcome: VisitOutcome.LeftOut }));
        json.WriteStartArray("refused");
        foreach (var place in site.Places.Where(place => place.Visit is { IsRefused: true }))
        {
            json.WriteStartObject();
            json.WriteNumber("exchange", place.Number);
            json.WriteString("url", site.Shown(place));
            json.WriteNumber("status", place.Visit!.Status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
