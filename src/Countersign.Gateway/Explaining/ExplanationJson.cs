using System.Globalization;
using System.Text.Json;
using Countersign.Decisions;

namespace Countersign.Gateway.Explaining;

/// <summary>An explanation as JSON; fields may be added, none removed.</summary>
public static class ExplanationJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        var entry = explanation.Entry;
        var row = entry.Refusal.Row();
        json.WriteStartObject();
        json.WriteString("reference", entry.Reference);
        json.WriteString("time", entry.Time.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("route", entry.Route);
        json.WriteString("policy", explanation.Policy);
        json.WriteString("method", entry.Method);
        json.WriteString("url", $"{entry.UrlScheme}://{entry.Authority}{entry.Path}");
        json.WriteString("client", entry.ClientAddress);
        json.WriteNumber("status", entry.Status);
        json.WriteString("reason", row.Slug);
        json.WriteString("publicReason", entry.Refusal.PublicRow().Slug);
        json.WriteBoolean("credentialsPresented", entry.CredentialsPresented);
        json.WriteString("fault", row.Fault.ToString().ToLowerInvariant());
        json.WriteString("source", row.Source);
        json.WriteString("subject", entry.Subject);
        json.WriteStartArray("headers");
        foreach (var challenge in entry.Challenges)
        {
            json.WriteStartArray();
            json.WriteStringValue("WWW-Authenticate");
            json.WriteStringValue(challenge);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("schemes");
        foreach (var scheme in explanation.Schemes)
        {
            json.WriteStartObject();
            json.WriteString("name", scheme.Name);
            json.WriteString("verdict", scheme.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        NearMatchJson.Write(json, explanation.NearMatches);
        json.WriteStartArray("failedChecks");
        foreach (var check in explanation.FailedChecks)
        {
            json.WriteStartObject();
            json.WriteString("scheme", check.Scheme);
            json.WriteString("check", check.Check);
            json.WriteString("sentence", check.Sentence);
            json.WriteString("evidence", check.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("advice", row.Advice);
        json.WriteStartArray("wouldGetIn");
        foreach (var line in explanation.WouldGetIn)
            json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
