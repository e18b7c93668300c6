using System.Text;
using System.Text.Json;
using Countersign.Inspector;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>The reports of every transcript that there is, by the schemas that others read them by.</summary>
public sealed class ReportSchemaTests
{
    private const string Node = "/usr/bin/node";

    [Fact]
    public Task JSON_is_as_its_schema_says() =>
        AssertValidAsync(Path.Combine(Checkout.Root, "docs", "reference", "inspect.schema.json"), (json, inspection, _) => JsonReport.Write(json, inspection));

    [Fact]
    public Task SARIF_is_as_the_schema_of_its_authors_says() =>
        AssertValidAsync("sarif", (json, inspection, file) => SarifReport.Write(json, inspection, file, "1.0.0"));

    private static async Task AssertValidAsync(string schema, Action<Utf8JsonWriter, Countersign.Inspector.Inspection, string> write)
    {
        Programs.Need(Node);
        var files = Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "Fixtures", "inspector"), "*", SearchOption.AllDirectories);
        var reports = Path.GetTempFileName();
        try
        {
            var count = 0;
            await using (var output = File.Create(reports))
            {
                foreach (var file in files)
                {
                    if (TranscriptReader.Read(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), out _) is not { } recording)
                        continue;
                    count++;
                    await using (var json = new Utf8JsonWriter(output))
                    {
                        json.WriteStartObject();
                        json.WriteString("name", file);
                        json.WritePropertyName("report");
                        write(json, Countersign.Inspector.Inspection.Of(recording), file);
                        json.WriteEndObject();
                    }

                    output.Write(Encoding.UTF8.GetBytes("\n"));
                }
            }

            Assert.True(count > 300);
            var ran = await Programs.RunAsync(Node, [Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers", "reports.mjs"), schema, reports]);
            Assert.Equal((0, ""), (ran.Code, ran.Output));
            Assert.Equal(FormattableString.Invariant($"{count} reports"), ran.Error.Trim());
        }
        finally
        {
            File.Delete(reports);
        }
    }
}
