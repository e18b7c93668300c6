using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Inspector.Reports;
using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>A result as a file to keep.</summary>
internal static class InspectFiles
{
    /// <summary>All forms, each at an address below the page.</summary>
    public static ImmutableArray<PagePart> All { get; } =
    [
        new("result.html", request => AnswerAsync(request, "text/html; charset=utf-8", WritePage)),
        new("result.json", request => AnswerAsync(request, "application/json", WriteJson)),
        new("result.sarif", request => AnswerAsync(request, "application/sarif+json", WriteSarif)),
        new("result.har", request => AnswerAsync(request, "application/json", WriteHar)),
    ];

    /// <summary>The names of those that a result has.</summary>
    public static IEnumerable<string> Of(InspectResult result) => All.Select(part => part.Name).Where(name => result.Inspection is not null || name != "result.har");

    private static async Task AnswerAsync(ConsoleRequest request, string type, Func<InspectResult, string, Stream, bool> write)
    {
        var response = request.Http.Response;
        using var content = new MemoryStream();
        if (request.State.Of(() => new InspectShelf(request.Options.Clock)).Find(request.Query("kept")) is not { } result || !write(result, request.Options.Version, content))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync("This result is not kept any more. Inspect once more.\n", request.Cancel);
            return;
        }

        response.ContentType = type;
        response.Headers.ContentDisposition = $"attachment; filename=\"countersign-{request.Rest}\"";
        await response.Body.WriteAsync(content.GetBuffer().AsMemory(0, (int)content.Length), request.Cancel);
    }

    private static bool WritePage(InspectResult result, string version, Stream to)
    {
        using var text = new StreamWriter(to, leaveOpen: true);
        if (result.Inspection is { } inspection)
            HtmlReport.Write(text, inspection, framework: null, result.Name);
        else
            LintHtmlReport.Write(text, result.Configurations);
        return true;
    }

    private static bool WriteJson(InspectResult result, string version, Stream to) => Write(to, json =>
    {
        if (result.Inspection is { } inspection)
            JsonReport.Write(json, inspection);
        else
            LintJsonReport.Write(json, result.Configurations);
    });

    private static bool WriteSarif(InspectResult result, string version, Stream to) => Write(to, json =>
    {
        if (result.Inspection is { } inspection)
            SarifReport.Write(json, inspection, result.Name, version);
        else
            LintSarifReport.Write(json, result.Configurations, version);
    });

    private static bool WriteHar(InspectResult result, string version, Stream to) =>
        result.Inspection is { } inspection && Write(to, json => HarReport.Write(json, inspection.Recording, version));

    private static bool Write(Stream to, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(to, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        write(json);
        return true;
    }
}
