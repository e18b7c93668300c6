using Countersign.Inspector.Findings;
using Countersign.Inspector.Reports;

namespace Countersign.Cli.Commands;

/// <summary>What <c>--list-checks</c> writes.</summary>
internal static class CheckList
{
    public static int Write(IEnumerable<CheckRow> rows, bool isJson, TextWriter output)
    {
        if (!isJson)
        {
            foreach (var row in rows)
                output.WriteLine($"{row.Id}  {ReportWords.Code(row.Severity)}  {row.Title} ({row.Requirement})");
            return 0;
        }

        CommandJson.WriteArray(rows, static (json, row) =>
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("severity", ReportWords.Code(row.Severity));
            json.WriteString("title", row.Title);
            json.WriteString("why", row.Why);
            json.WriteString("requirement", row.Requirement.ToString());
            json.WriteString("fault", ReportWords.Code(row.Fault));
            json.WriteString("fix", row.OwnerFix);
            json.WriteEndObject();
        });
        return 0;
    }
}
