using System.Globalization;
using System.Text;

namespace Countersign.Inspector.Fixes;

/// <summary>C# that sends it by an <c>HttpClient</c>; Digest and Basic by the handler of Countersign.Client, which answers challenges itself.</summary>
internal sealed class HttpClientForm : RequestForm
{
    public override string Name => "HttpClient";

    public override string Write(RevisedRequest request)
    {
        var lines = new List<string>();
        if (request.Scheme is "Digest" or "Basic")
        {
            var origin = Literal(request.Url.GetLeftPart(UriPartial.Authority));
            lines.Add("var options = new ReauthenticationOptions();");
            lines.Add($"options.Add{request.Scheme}({origin}, Environment.GetEnvironmentVariable(\"USERNAME\")!, new Secret(Environment.GetEnvironmentVariable(\"PASSWORD\")!));");
            lines.Add("using var client = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler()));");
        }
        else
        {
            lines.Add("using var client = new HttpClient();");
        }

        lines.Add($"using var request = new HttpRequestMessage({Method(request.Method)}, {Literal(request.Url.AbsoluteUri)});");
        foreach (var field in request.Fields)
            lines.Add($"request.Headers.TryAddWithoutValidation({Literal(field.Name)}, {Value(field)});");
        if (request.Scheme is { } scheme and not ("Digest" or "Basic"))
            lines.Add($"request.Headers.Authorization = new AuthenticationHeaderValue({Literal(scheme)}, Environment.GetEnvironmentVariable(\"TOKEN\"));");
        if (request.ProxyScheme is not null)
            lines.Add("// the proxy's credentials: SocketsHttpHandler.Proxy = new WebProxy(...) { Credentials = new NetworkCredential(...) }");
        if (request.ContentType is { } type)
            lines.Add($"request.Content = new ByteArrayContent(File.ReadAllBytes(\"content\")) {{ Headers = {{ {{ \"Content-Type\", {Literal(type)} }} }} }};");
        lines.Add("using var response = await client.SendAsync(request);");
        return string.Join('\n', lines);
    }

    private static string Method(string method) => method switch
    {
        "GET" or "PUT" or "POST" or "HEAD" or "DELETE" or "PATCH" or "OPTIONS" => $"HttpMethod.{method[0]}{method[1..].ToLowerInvariant()}",
        _ => $"new HttpMethod({Literal(method)})",
    };

    private static string Value(RevisedField field) =>
        field.Variable is { } variable ? $"{Literal(field.Text)} + Environment.GetEnvironmentVariable({Literal(variable)})" : Literal(field.Text);

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => literal.Append('\\').Append(c),
                < ' ' or '\x7f' or '\u2028' or '\u2029' or '\u0085' => literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => literal.Append(c),
            };
        }

        return literal.Append('"').ToString();
    }
}
