namespace Countersign.Inspector.Fixes;

/// <summary>A request in a <c>.http</c> file, as editors send them; <c>{{name}}</c> stands for a variable.</summary>
internal sealed class HttpFileForm : RequestForm
{
    public override string Name => "http file";

    public override string Write(RevisedRequest request)
    {
        var lines = new List<string> { $"{request.Method} {request.Url.AbsoluteUri}" };
        foreach (var field in request.Fields)
            lines.Add($"{field.Name}: {field.Text}{(field.Variable is { } variable ? $"{{{{{variable}}}}}" : "")}");
        if (Credentials(request.Scheme) is { } credentials)
            lines.Add($"Authorization: {credentials}");
        if (request.ProxyScheme is not null)
            lines.Insert(0, "# set the proxy and its credentials in the editor");
        if (request.ContentType is { } type)
            lines.AddRange([$"Content-Type: {type}", "", "< ./content"]);
        return string.Join('\n', lines);
    }

    // As editors read them: they encode Basic and compute Digest themselves.
    private static string? Credentials(string? scheme) => scheme switch
    {
        null => null,
        "Basic" or "Digest" => $"{scheme} {{{{USERNAME}}}} {{{{PASSWORD}}}}",
        _ => $"{scheme} {{{{TOKEN}}}}",
    };
}
