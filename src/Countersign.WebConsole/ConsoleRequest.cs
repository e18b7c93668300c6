using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole;

/// <summary>What a page is asked, and what it may say beside itself. Components have it as a cascading parameter.</summary>
/// <param name="http">The request and its answer.</param>
/// <param name="options">The console's.</param>
/// <param name="page">The page that is asked for.</param>
/// <param name="rest">The path below that of the page, without a slash in front.</param>
/// <param name="form">What was posted; empty for nothing.</param>
/// <param name="state">What pages keep.</param>
internal sealed class ConsoleRequest(HttpContext http, ConsoleOptions options, ConsolePage page, string rest, IFormCollection form, ConsoleState state)
{
    /// <summary>The console's options.</summary>
    public ConsoleOptions Options => options;

    /// <summary>The page.</summary>
    public ConsolePage Page => page;

    /// <summary>The path below that of the page; empty at the page itself.</summary>
    public string Rest => rest;

    /// <summary>The request and its answer, for <see cref="PagePart"/>s.</summary>
    public HttpContext Http => http;

    /// <summary>What was posted. Files are in memory, never on a disk.</summary>
    public IFormCollection Form => form;

    /// <summary>What pages keep as long as the console runs.</summary>
    public ConsoleState State => state;

    /// <summary>Whether a form was posted.</summary>
    public bool IsPost => HttpMethods.IsPost(http.Request.Method);

    /// <summary>Whether a person came by themselves or from a page of the console: no other site can have caused it. What a page may do beyond reading needs it.</summary>
    public bool IsOwn => IsPost || http.Request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "none";

    /// <summary>Ends when the person has left.</summary>
    public CancellationToken Cancel => http.RequestAborted;

    /// <summary>The status of the page.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>Where to go instead of being shown the page; an address of the console (<see cref="To"/>).</summary>
    public string? Elsewhere { get; set; }

    /// <summary>An address of the console, wherever that is mounted.</summary>
    /// <param name="path">The path, with its query.</param>
    public string To(string path) => $"{http.Request.PathBase}/{path}";

    /// <summary>An address of this page.</summary>
    /// <param name="query">The query, with its question mark.</param>
    public string ToHere(string query = "") => To($"{page.Name}{(rest.Length > 0 ? $"/{rest}" : "")}{query}");

    /// <summary>A value of the query; empty for none.</summary>
    public string Query(string name) => http.Request.Query[name].ToString();

    /// <summary>A value that was posted, else that of the query; empty for none.</summary>
    public string Value(string name) => form.TryGetValue(name, out var posted) ? posted.ToString() : Query(name);
}
