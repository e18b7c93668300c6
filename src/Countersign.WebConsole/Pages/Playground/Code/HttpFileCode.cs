namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>A <c>.http</c> file, as editors send them; they compute Basic and Digest themselves.</summary>
internal sealed class HttpFileCode : CodeForm
{
    public override string Name => "HTTP file";

    public override string Write(CodeRequest request)
    {
        var lines = new List<string>(Comments(request, "#"));
        if (!request.Follows)
            lines.Add("# @no-redirect");
        lines.Add($"{request.Method} {request.Url}");
        lines.AddRange(request.Fields.Select(field => $"{field.Name}: {field.Value}"));
        if ((request.BasicUser ?? request.DigestUser) is { } user)
            lines.Add($"Authorization: {(request.BasicUser is null ? "Digest" : "Basic")} {user} {Playground.Variables.Mark(CodeRequest.Password)}");
        if (request.Content.Length > 0)
            lines.AddRange(["", request.Content]);
        return string.Join('\n', lines);
    }
}
