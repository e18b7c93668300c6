namespace Countersign.Inspector.Fixes;

/// <summary>A line for a POSIX shell that has HTTPie send it.</summary>
internal sealed class HttpieForm : RequestForm
{
    public override string Name => "httpie";

    public override string Write(RevisedRequest request)
    {
        // Away from a terminal HTTPie takes what comes in for the content.
        var words = new List<string> { request.ContentType is null ? "http --ignore-stdin" : "http" };
        if (Option(request.Scheme) is { } option)
            words.Add(option);
        if (request.ProxyScheme is not null)
            words.Add($"--proxy {request.Url.Scheme}:\"http://$PROXY_USER:$PROXY_PASSWORD@$PROXY\"");
        words.Add($"{ShellWord.Quoted(request.Method)} {ShellWord.Quoted(request.Url.AbsoluteUri)}");
        words.AddRange(request.Fields.Select(Field));
        if (request.ContentType is { } type)
            words.Add($"{ShellWord.Quoted($"Content-Type:{type}")} < content");
        return string.Join(" \\\n  ", words);
    }

    private static string? Option(string? scheme) => scheme switch
    {
        null => null,
        "Basic" => "--auth \"$USERNAME:$PASSWORD\"",
        "Digest" => "--auth-type digest --auth \"$USERNAME:$PASSWORD\"",
        "Bearer" => "--auth-type bearer --auth \"$TOKEN\"",
        _ => $"\"Authorization:{scheme} $TOKEN\"",
    };

    private static string Field(RevisedField field) => field switch
    {
        { Variable: { } variable } => $"{ShellWord.Quoted($"{field.Name}:{field.Text}")}\"${variable}\"",
        { Text: "" } => ShellWord.Quoted($"{field.Name};"),
        _ => ShellWord.Quoted($"{field.Name}:{field.Text}"),
    };
}
