using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;

namespace Countersign.Cli.Inspecting;

/// <summary>Whether a browser sends the request of a script after this answer to its question (Fetch, CORS-preflight fetch).</summary>
internal static class PreflightAnswer
{
    public static bool LetsPass(RecordedAnswer? answer, RequestOrder script, string origin)
    {
        if (answer is not { Status: >= 200 and <= 299 } || answer.Lines("Access-Control-Allow-Origin") is not [var allowed] || (allowed != "*" && allowed != origin))
            return false;
        var (methods, fields) = (List(answer, "Access-Control-Allow-Methods"), List(answer, "Access-Control-Allow-Headers"));
        var isPlain = script.Method == HttpMethod.Get || script.Method == HttpMethod.Head || script.Method == HttpMethod.Post;
        if (!isPlain && !methods.Contains("*") && !methods.Contains(script.Method.Method, StringComparer.Ordinal))
            return false;

        // The star does not stand for Authorization.
        return AskingAs.NamedFields(script).All(name => fields.Contains(name, StringComparer.OrdinalIgnoreCase) || (name != "authorization" && fields.Contains("*")));
    }

    private static string[] List(RecordedAnswer answer, string name) =>
        [.. answer.Lines(name).SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
