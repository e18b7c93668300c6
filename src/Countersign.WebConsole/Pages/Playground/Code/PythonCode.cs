namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>Python with <c>requests</c>.</summary>
internal sealed class PythonCode : CodeForm
{
    public override string Name => "Python requests";

    public override string Write(CodeRequest request)
    {
        var lines = new List<string>(Comments(request, "#"));
        if (!request.Variables.IsEmpty)
            lines.Add("import os");
        lines.AddRange(["import requests", "", "answer = requests.request(", $"    {Literal(request.Method)},", $"    {Expression(request.Url)},"]);
        if (!request.Fields.IsEmpty)
        {
            lines.Add("    headers={");
            lines.AddRange(request.JoinedFields.Select(field => $"        {Literal(field.Name)}: {Expression(field.Value)},"));
            lines.Add("    },");
        }

        if (request.BasicUser is { } user)
            lines.Add($"    auth=(({Expression(user)}).encode(), {Variable(CodeRequest.Password)}.encode()),"); // of a str it makes ISO-8859-1, or nothing
        if (request.DigestUser is { } name)
            lines.Add($"    auth=requests.auth.HTTPDigestAuth({Expression(name)}, {Variable(CodeRequest.Password)}),");
        if (request.Content.Length > 0)
            lines.Add($"    data=({Expression(request.Content)}).encode(),");
        lines.AddRange([$"    allow_redirects={(request.Follows ? "True" : "False")},", "    timeout=30,", ")", "print(answer.status_code)", "print(answer.text)"]);
        return string.Join('\n', lines);
    }

    protected override string Variable(string name) => $"os.environ[{Literal(name)}]";
}
