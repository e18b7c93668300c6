namespace Countersign.Inspector.Fixes;

/// <summary>A line for a POSIX shell that has curl send it.</summary>
internal sealed class CurlForm : RequestForm
{
    public override string Name => "curl";

    public override string Write(RevisedRequest request)
    {
        var words = new List<string> { "curl" };
        if (request.Method == "HEAD")
            words.Add("--head");
        else if (request.Method != (request.ContentType is null ? "GET" : "POST"))
            words.Add($"--request {ShellWord.Quoted(request.Method)}");
        if (Option(request.Scheme) is { } option)
            words.Add(option);
        if (request.ProxyScheme is { } proxy)
            words.Add($"--proxy \"$PROXY\" {(proxy == "Digest" ? "--proxy-digest" : "--proxy-basic")} --proxy-user \"$PROXY_USER:$PROXY_PASSWORD\"");
        foreach (var field in request.Fields)
            words.Add($"--header {Field(field)}");
        if (request.ContentType is { } type)
            words.Add($"--header {ShellWord.Quoted($"Content-Type: {type}")} --data-binary @content");
        words.Add(ShellWord.Quoted(request.Url.AbsoluteUri));
        return string.Join(" \\\n  ", words);
    }

    private static string? Option(string? scheme) => scheme switch
    {
        null => null,
        "Basic" => "--basic --user \"$USERNAME:$PASSWORD\"",
        "Digest" => "--digest --user \"$USERNAME:$PASSWORD\"",
        "Negotiate" => "--negotiate --user :",
        "NTLM" => "--ntlm --user \"$USERNAME:$PASSWORD\"",
        _ => $"--header \"Authorization: {scheme} $TOKEN\"",
    };

    private static string Field(RevisedField field) => field switch
    {
        { Variable: { } variable } => $"{ShellWord.Quoted($"{field.Name}: {field.Text}")}\"${variable}\"",
        { Text: "" } => ShellWord.Quoted($"{field.Name};"),
        _ => ShellWord.Quoted($"{field.Name}: {field.Text}"),
    };
}
