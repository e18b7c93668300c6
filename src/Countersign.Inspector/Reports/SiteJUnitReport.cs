using System.Xml;
using Countersign.Inspector.Checks.Crawl;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports;

/// <summary>A crawl as JUnit writes its tests, which build servers show: each check is one, and one more says whether the site was seen.</summary>
internal static class SiteJUnitReport
{
    private static readonly XmlWriterSettings Settings = new() { Indent = true, OmitXmlDeclaration = true, CloseOutput = false };

    /// <summary>Writes it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="inspection">What was found.</param>
    /// <param name="fails">Whether a finding fails its test.</param>
    public static void Write(TextWriter text, SiteInspection inspection, Func<Finding, bool> fails)
    {
        var byCheck = inspection.Findings.ToLookup(found => found.Finding.Check.Id, StringComparer.Ordinal);
        List<CheckRow> rows = [.. SiteCheckCatalogue.All.Select(check => check.Row)];
        rows.AddRange(inspection.Findings.Select(found => found.Finding.Check).DistinctBy(row => row.Id).Where(row => !rows.Exists(known => known.Id == row.Id)).ToList());
        var failures = rows.Count(row => byCheck[row.Id].Any(found => fails(found.Finding)));
        using var xml = XmlWriter.Create(text, Settings);
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Text($"countersign crawl {inspection.Site.Shown(inspection.Site.Start)}"));
        xml.WriteAttributeString("tests", XmlConvert.ToString(rows.Count + 1));
        xml.WriteAttributeString("failures", XmlConvert.ToString(failures));
        xml.WriteAttributeString("errors", inspection.IsSeen ? "0" : "1");
        WriteWhole(xml, inspection);
        foreach (var row in rows)
            Write(xml, row, [.. byCheck[row.Id]], fails);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteWhole(XmlWriter xml, SiteInspection inspection)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "crawl");
        xml.WriteAttributeString("name", "the site was seen");
        if (!inspection.IsSeen)
        {
            xml.WriteStartElement("error");
            xml.WriteAttributeString("message", Text(SiteWords.Verdict(inspection)));
            xml.WriteString(Text(string.Join(' ', SiteWords.Notes(inspection))));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, CheckRow row, List<SiteFinding> findings, Func<Finding, bool> fails)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", row.Area);
        xml.WriteAttributeString("name", $"{row.Id}: {row.Title}");
        foreach (var found in findings.Where(found => fails(found.Finding)))
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", ReportWords.Code(found.Finding.Severity));
            xml.WriteAttributeString("message", Text(found.Finding.Message));
            xml.WriteString(string.Join('\n', found.Finding.Evidence.Select(evidence => Text(evidence.Exchange < 0 ? $"{evidence.Part}: {evidence.Text}" : evidence.Text)).Append($"fix: {Text(found.Finding.OwnerFix)}")));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Text(string text) => ReportWords.Printable(text);
}
