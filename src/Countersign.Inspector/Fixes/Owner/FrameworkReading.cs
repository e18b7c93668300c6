using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Fixes.Owner;

/// <summary>Tells by an answer what its server is written in, as far as it shows that.</summary>
internal static class FrameworkReading
{
    private const int Enough = 2048;

    /// <summary>The framework that the server of a recording shows most surely: the last refusal's, else any; null where none is known.</summary>
    public static Framework? Of(Recording recording) =>
        recording.Exchanges.Reverse().OrderByDescending(exchange => exchange.IsChallenge).Select(exchange => exchange.Response is { } response ? Of(response) : null).FirstOrDefault(framework => framework is not null);

    /// <summary>The framework that gave an answer; null where it does not show that. The name of a proxy alone tells nothing of what stands behind it.</summary>
    public static Framework? Of(RecordedResponse response)
    {
        var (server, powered) = (response.Fields.First("Server") ?? "", response.Fields.First("X-Powered-By") ?? "");
        var content = response.Content.Text is { Length: > Enough } text ? text[..Enough] : response.Content.Text;
        if (powered.StartsWith("Express", StringComparison.OrdinalIgnoreCase))
            return Framework.Express;
        if (server.StartsWith("Kestrel", StringComparison.OrdinalIgnoreCase) || powered.StartsWith("ASP.NET", StringComparison.OrdinalIgnoreCase))
            return Framework.AspNetCore;

        // The words that these say when nobody chose others.
        if (Says(content, "{\"detail\":\"Authentication credentials were not provided.\"}") || Says(content, "{\"detail\":\"Invalid token.\"}") || server.StartsWith("WSGIServer/", StringComparison.OrdinalIgnoreCase))
            return Framework.DjangoRest;
        if (server.Equals("uvicorn", StringComparison.OrdinalIgnoreCase) || Says(content, "{\"detail\":\"Not authenticated\"}"))
            return Framework.FastApi;
        if (Says(content, "{\"timestamp\":") && content.Contains("\"path\":", StringComparison.Ordinal) && content.Contains("\"status\":", StringComparison.Ordinal))
            return Framework.SpringBoot;
        if (content.Contains("<hr><center>nginx", StringComparison.Ordinal))
            return Framework.Nginx;
        return content.Contains("<address>Apache", StringComparison.Ordinal) || content.Contains("<p>This server could not verify that you", StringComparison.Ordinal) ? Framework.Apache : null;
    }

    private static bool Says(string content, string beginning) => content.TrimStart().StartsWith(beginning, StringComparison.Ordinal);
}
