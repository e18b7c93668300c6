using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator;

/// <summary>Writes a diagnosis as JSON; refusals as problem details (RFC 9457) with members of their own.</summary>
internal static class DiagnosisJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> to, SimulatedRequest request, int status, Diagnosis diagnosis)
    {
        using (var json = new Utf8JsonWriter(to, Readable))
        {
            json.WriteStartObject();
            if (status >= 400)
                WriteProblem(json, status, diagnosis);
            else
                json.WriteNumber("status", status);
            json.WriteBoolean("simulated", true);
            json.WriteString("expected", diagnosis.Expected);
            json.WriteString("received", diagnosis.Received);
            if (diagnosis.Subject is { } subject)
            {
                // As httpbin says it.
                json.WriteBoolean("authenticated", true);
                json.WriteString("user", subject);
            }

            if (diagnosis.Evidence is { } evidence)
                json.WriteString("evidence", evidence);
            WriteTexts(json, "wrongOnPurpose", diagnosis.Wrong);
            WriteTexts(json, "checks", diagnosis.Checks);
            WriteFix(json, diagnosis);
            WriteRequest(json, request);
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <summary>The same as octets.</summary>
    public static byte[] Octets(SimulatedRequest request, int status, Diagnosis diagnosis)
    {
        var written = new ArrayBufferWriter<byte>(1024);
        Write(written, request, status, diagnosis);
        return written.WrittenSpan.ToArray();
    }

    private static void WriteProblem(Utf8JsonWriter json, int status, Diagnosis diagnosis)
    {
        json.WriteString("type", "about:blank");
        json.WriteString("title", AnswerWriter.Title(status));
        json.WriteNumber("status", status);
        if (diagnosis.Refusal is not { } refusal)
            return;
        json.WriteString("detail", refusal.Row().Sentence);
        json.WriteString("reason", refusal.Row().Slug);
        json.WriteString("source", refusal.Row().Source);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteFix(Utf8JsonWriter json, Diagnosis diagnosis)
    {
        if (diagnosis.Fix.IsEmpty)
            return;
        json.WriteStartArray("fix");
        foreach (var change in diagnosis.Fix)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonNamingPolicy.KebabCaseLower.ConvertName(change.Kind.ToString()));
            json.WriteString("name", change.Name);
            if (change.Value is not null)
                json.WriteString("value", change.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRequest(Utf8JsonWriter json, SimulatedRequest request)
    {
        json.WriteStartObject("request");
        // The fields of an answer to HEAD are those of GET, its length among them (RFC 9110 §8.6).
        json.WriteString("method", HttpMethods.IsHead(request.Method) ? HttpMethods.Get : request.Method);
        json.WriteString("path", request.Context.Request.Path.Value);
        json.WriteString("client", request.Client.Name);
        json.WriteEndObject();
    }
}
