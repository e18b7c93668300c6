using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports;

/// <summary>What every SARIF 2.1.0 log of this program has in common: who wrote it, by which rules.</summary>
internal static class SarifLog
{
    /// <summary>Writes a log of one run.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="rules">The rules of its results.</param>
    /// <param name="version">The version of this program.</param>
    /// <param name="verdict">One sentence over all.</param>
    /// <param name="writeResults">Writes the results.</param>
    public static void Write(Utf8JsonWriter json, ImmutableArray<CheckRow> rules, string version, string verdict, Action writeResults)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, rules, version);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        writeResults();
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("verdict", verdict);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What a result begins with: its rule, kind, level and message. A level stands only where something failed (SARIF 2.1.0 §3.27.10).</summary>
    public static void WriteHead(Utf8JsonWriter json, CheckRow check, int rule, Severity severity, Certainty certainty, string message)
    {
        var kind = severity == Severity.Good ? "pass" : certainty == Certainty.NotDecided ? "open" : "fail";
        json.WriteString("ruleId", check.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("kind", kind);
        json.WriteString("level", kind == "fail" ? Level(severity) : "none");
        WriteText(json, "message", message);
    }

    /// <summary>The name of a file, as an address.</summary>
    public static void WriteFile(Utf8JsonWriter json, string file)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri.EscapeDataString(file.Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal));
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, ImmutableArray<CheckRow> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Countersign");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "fullDescription", rule.Why);
            if (rule.OwnerFix.Length > 0)
                WriteText(json, "help", rule.OwnerFix);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("requirement", rule.Requirement.ToString());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "note",
        _ => "none",
    };
}
