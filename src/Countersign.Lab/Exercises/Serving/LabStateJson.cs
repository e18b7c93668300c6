using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Records;

namespace Countersign.Lab.Exercises.Serving;

/// <summary>Writes how an exercise stands as JSON. No secret of a request is in it.</summary>
internal static class LabStateJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object as octets, with a line end.</summary>
    /// <param name="state">How it stands.</param>
    /// <param name="address">The learner's address of the exercise.</param>
    public static ReadOnlyMemory<byte> Octets(LabState state, string address)
    {
        var written = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(written, Readable))
            Write(json, state, address);
        written.Write("\n"u8);
        return written.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, LabState state, string address)
    {
        json.WriteStartObject();
        json.WriteNumber("number", state.Exercise.Number);
        json.WriteString("exercise", state.Exercise.Slug);
        WriteStanding(json, state.Standing, address);
        json.WriteNumber("hintsShown", state.HintsShown);
        json.WriteStartArray("exchanges");
        foreach (var exchange in state.Record.Exchanges)
            Write(json, exchange);
        json.WriteEndArray();
        if (state.Record.Answers is [.., { Fault: { } fault }])
            WriteRemark(json, "fault", fault, address);
        json.WriteEndObject();
    }

    /// <summary>Writes the members of a judgement into an object that is open.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="standing">The judgement.</param>
    /// <param name="address">The learner's address of the exercise.</param>
    public static void WriteStanding(Utf8JsonWriter json, Standing standing, string address)
    {
        json.WriteBoolean("solved", standing.IsSolved);
        if (standing.Route is { } route)
            json.WriteString("route", route.Slug);
        WriteRemarks(json, "seen", standing.Seen, address);
        WriteRemarks(json, "missing", standing.Missing, address);
        if (standing.NearMiss is { } near)
            WriteRemark(json, "nearMiss", near, address);
        if (standing.Change is { } change)
            Write(json, change, address);
    }

    private static void Write(Utf8JsonWriter json, MinimalChange change, string address)
    {
        json.WriteStartObject("change");
        json.WriteNumber("par", change.Par);
        json.WriteBoolean("minimal", change.IsMinimal);
        WriteEdits(json, "edits", change.Edits);
        WriteEdits(json, "needless", change.Needless);
        if (change.Doubt is { } doubt)
            WriteRemark(json, "doubt", doubt, address);
        json.WriteEndObject();
    }

    private static void WriteEdits(Utf8JsonWriter json, string name, ImmutableArray<RequestEdit> edits)
    {
        json.WriteStartArray(name);
        foreach (var edit in edits)
        {
            json.WriteStartObject();
            json.WriteString("part", edit.PartName);
            json.WriteString("name", edit.Name);
            json.WriteString("change", edit.Verb);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, LabExchange exchange)
    {
        json.WriteStartObject();
        json.WriteNumber("number", exchange.Number);
        json.WriteString("at", exchange.At);
        json.WriteString("method", exchange.Request.Method);
        json.WriteString("place", exchange.Place);
        json.WriteNumber("status", exchange.Status);
        json.WriteString("line", exchange.Line);
        json.WriteEndObject();
    }

    private static void WriteRemarks(Utf8JsonWriter json, string name, ImmutableArray<Remark> remarks, string address)
    {
        json.WriteStartArray(name);
        foreach (var remark in remarks)
        {
            json.WriteStartObject();
            json.WriteString("slug", remark.Slug);
            json.WriteString("text", Exercise.WithAddress(remark.Text, address));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRemark(Utf8JsonWriter json, string name, Remark remark, string address)
    {
        json.WriteStartObject(name);
        json.WriteString("slug", remark.Slug);
        json.WriteString("text", Exercise.WithAddress(remark.Text, address));
        json.WriteEndObject();
    }
}
