using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>Answers of the provider.</summary>
internal static class ProviderAnswers
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON that nobody keeps (RFC 6749 §5.1).</summary>
    public static SimulatedAnswer Json(JsonObject json, int status = 200) => Public(json, status, "no-store");

    /// <summary>JSON that everybody may read and keep for a while.</summary>
    public static SimulatedAnswer Public(JsonNode json, int status = 200, string cacheControl = "public, max-age=60")
    {
        var answer = new SimulatedAnswer(status) { Content = Encoding.UTF8.GetBytes(json.ToJsonString(Readable) + "\n"), MediaType = "application/json" };
        answer.Add("Cache-Control", cacheControl);
        return answer;
    }

    /// <summary>An error of an endpoint that clients ask (RFC 6749 §5.2).</summary>
    public static SimulatedAnswer Error(string code, string description, int status = 400) => Json(new() { ["error"] = code, ["error_description"] = Described(description) }, status);

    /// <summary>Words as an error_description can have them: ASCII without quotes and backslashes (RFC 6749 §5.2).</summary>
    public static string Described(string words) =>
        string.Concat(words.Replace("§", "section ", StringComparison.Ordinal).Select(letter => letter is >= ' ' and <= '~' and not ('"' or '\\') ? letter : '?'));

    /// <summary>A page.</summary>
    public static SimulatedAnswer Page(string title, string content, int status = 200)
    {
        var answer = new SimulatedAnswer(status);
        answer.SetText(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title} (simulated)</title></head>
            <body>
            <h1>{title}</h1>
            {content}
            </body>
            </html>

            """,
            "text/html; charset=utf-8");
        answer.Add("Cache-Control", "no-store");
        answer.Add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        return answer;
    }

    /// <summary>Sends a browser on.</summary>
    public static SimulatedAnswer Redirect(string address, bool isPost)
    {
        // After a POST the next request is a GET (RFC 9700 §4.12).
        var answer = new SimulatedAnswer(isPost ? 303 : 302);
        answer.Add("Location", address);
        answer.Add("Cache-Control", "no-store");
        return answer;
    }
}
