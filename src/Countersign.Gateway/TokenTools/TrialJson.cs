using System.Text.Json;
using Countersign.Decisions;
using Countersign.Gateway.Admin;

namespace Countersign.Gateway.TokenTools;

/// <summary>The outcome of a trial for programs.</summary>
public static class TrialJson
{
    /// <summary>Writes one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(result);
        json.WriteStartObject();
        json.WriteBoolean("counts", result.Counts);
        json.WriteString("at", JsonTime.Of(result.At));
        json.WriteString("scheme", result.Scheme);
        json.WriteString("route", result.Route);
        json.WriteString("issuer", result.Issuer);
        json.WriteString("subject", result.Subject?.Name);
        json.WriteStartArray("checks");
        foreach (var check in result.Checks)
        {
            json.WriteStartObject();
            json.WriteString("check", TrialWords.SlugOf(check.Check));
            json.WriteString("outcome", TrialWords.SlugOf(check.Outcome));
            json.WriteStartArray("notes");
            foreach (var note in check.Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("demands");
        foreach (var demand in result.Demands)
        {
            json.WriteStartObject();
            json.WriteString("demand", demand.Name);
            json.WriteString("wanted", demand.Wanted);
            json.WriteString("outcome", TrialWords.SlugOf(demand.Outcome));
            json.WriteString("note", demand.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("reason", result.Refusal?.Row().Slug);
        json.WriteNumber("status", result.Status);
        json.WriteString("publicReason", result.Refusal?.PublicRow().Slug);
        json.WriteStartArray("challenges");
        foreach (var challenge in result.Challenges)
            json.WriteStringValue(challenge);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
