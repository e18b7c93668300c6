using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Reports;

/// <summary>What was found in configurations, for programs.</summary>
internal static class LintJsonReport
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<LintedConfiguration> configurations)
    {
        json.WriteStartObject();
        json.WriteString("verdict", LintVerdict.Of(configurations));
        json.WriteStartArray("findings");
        foreach (var finding in configurations.SelectMany(each => each.Findings))
            Write(json, finding);
        json.WriteEndArray();
        json.WriteNumber("accepted", configurations.Sum(each => each.Accepted));
        json.WriteStartArray("configurations");
        foreach (var configuration in configurations)
            Write(json, configuration);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What becomes of an address.</summary>
    public static void Write(Utf8JsonWriter json, AccessDecision decision)
    {
        json.WriteStartObject();
        json.WriteString("access", JsonNamingPolicy.KebabCaseLower.ConvertName(decision.Access.ToString()));
        json.WriteString("sentence", decision.Sentence);
        if (decision.Status is { } status)
            json.WriteNumber("status", status);
        else
            json.WriteNull("status");
        WriteDirectives(json, "directives", decision.Directives);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LintFinding finding)
    {
        json.WriteStartObject();
        FindingJson.Write(json, finding.Check, finding.Severity, finding.Certainty, finding.Message, finding.Check.Fault, finding.Fix);
        WriteDirectives(json, "evidence", finding.Directives);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LintedConfiguration configuration)
    {
        json.WriteStartObject();
        json.WriteString("kind", configuration.Kind);
        json.WriteStartArray("files");
        foreach (var file in configuration.Files)
            json.WriteStringValue(file);
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var (file, problem) in configuration.Problems)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteNumber("line", problem.Line);
            json.WriteNumber("column", problem.Column);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDirectives(Utf8JsonWriter json, string name, ImmutableArray<Directive> directives)
    {
        json.WriteStartArray(name);
        foreach (var directive in directives)
        {
            json.WriteStartObject();
            json.WriteString("file", directive.Place.File);
            json.WriteNumber("line", directive.Place.Line);
            json.WriteNumber("column", directive.Place.Column);
            json.WriteString("text", directive.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
