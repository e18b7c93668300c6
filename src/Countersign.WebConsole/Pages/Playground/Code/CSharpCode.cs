namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>A C# file that runs by itself: <c>dotnet run request.cs</c>.</summary>
internal sealed class CSharpCode : CodeForm
{
    public override string Name => "C# HttpClient";

    public override string Write(CodeRequest request)
    {
        var lines = new List<string>(Comments(request, "//")) { "using System.Net;", "using System.Text;", "" };
        lines.Add($"var url = new Uri({Expression(request.Url)});");
        lines.Add($"using var handler = new SocketsHttpHandler {{ AllowAutoRedirect = {(request.Follows ? "true" : "false")}, UseCookies = false }};");
        if (request.DigestUser is { } name)
            lines.Add($"handler.Credentials = new CredentialCache {{ {{ new Uri(url, \"/\"), \"Digest\", new NetworkCredential({Expression(name)}, {Variable(CodeRequest.Password)}) }} }};");
        lines.Add("using var client = new HttpClient(handler);");
        lines.Add($"using var request = new HttpRequestMessage(new HttpMethod({Literal(request.Method)}), url);");
        if (request.Content.Length > 0 || request.Fields.Any(IsOfContent))
            lines.Add($"request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes({Expression(request.Content)}));");
        foreach (var field in request.Fields)
            lines.Add($"request.{(IsOfContent(field) ? "Content.Headers" : "Headers")}.TryAddWithoutValidation({Literal(field.Name)}, {Expression(field.Value)});");
        if (request.BasicUser is { } user)
            lines.Add($"request.Headers.TryAddWithoutValidation(\"Authorization\", \"Basic \" + Convert.ToBase64String(Encoding.UTF8.GetBytes({Expression($"{user}:{Playground.Variables.Mark(CodeRequest.Password)}")})));");
        lines.AddRange(["using var answer = await client.SendAsync(request);", "Console.WriteLine((int)answer.StatusCode);", "Console.WriteLine(await answer.Content.ReadAsStringAsync());"]);
        return string.Join('\n', lines);
    }

    protected override string Variable(string name) => $"Environment.GetEnvironmentVariable({Literal(name)})";

    private static bool IsOfContent((string Name, string Value) field) =>
        field.Name.ToUpperInvariant() is "ALLOW" or "EXPIRES" or "LAST-MODIFIED" || (field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && field.Name.ToUpperInvariant() is "CONTENT-TYPE" or "CONTENT-LANGUAGE" or "CONTENT-ENCODING" or "CONTENT-LENGTH" or "CONTENT-LOCATION" or "CONTENT-MD5" or "CONTENT-RANGE" or "CONTENT-DISPOSITION");
}
