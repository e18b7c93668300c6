using System.Globalization;
using System.Text;
using Countersign.Cli.Requests.Recording;

namespace Countersign.Cli.Requests;

/// <summary>The line by which curl sends the same request.</summary>
internal static class CurlLine
{
    private const string Password = "COUNTERSIGN_PASSWORD";
    private const string Token = "COUNTERSIGN_TOKEN";
    private const string Key = "COUNTERSIGN_KEY";

    /// <summary>A word of a shell.</summary>
    public static string Quoted(string text) => ShellWord.Quoted(text);

    /// <summary>Comments that say which variables to set, and the line.</summary>
    /// <param name="order">The request.</param>
    /// <param name="reveals">Whether secrets are written out.</param>
    public static string Write(RequestOrder order, bool reveals)
    {
        var words = new ShellWord(reveals);
        var options = Options(order, words).ToList();
        var text = new StringBuilder();
        foreach (var variable in words.Used)
            text.Append("# ").Append(variable).Append(" is ").Append(Meaning(variable, order)).Append('\n');
        return text.Append("curl ").AppendJoin(" \\\n  ", options).Append('\n').ToString();
    }

    private static IEnumerable<string> Options(RequestOrder order, ShellWord words)
    {
        var method = order.Method.Method;
        if (method == "HEAD")
            yield return "--head";
        else if (method != (order.Content is null ? "GET" : "POST"))
            yield return $"--request {words.Of(method)}";
        if (order is { Follows: true, Reauthenticates: true })
            yield return "--location";
        if (order.Version is { } version)
            yield return version.Major == 2 ? order.Url.Scheme == Uri.UriSchemeHttps ? "--http2" : "--http2-prior-knowledge" : "--http1.1";
        if (order.Authorities is { } authorities)
            yield return $"--cacert {words.Of(authorities)}";
        foreach (var option in Credentials(order, words))
            yield return option;
        foreach (var (name, value) in order.Fields.Where(field => !field.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)))
        {
            if (SecretNames.IsField(name))
                words.Hide(SecretPart(value));
            yield return $"--header {words.Of(value.Length == 0 ? $"{name};" : $"{name}: {value}")}";
        }

        if (order.Content is { } content)
        {
            foreach (var option in Content(order, content, words))
                yield return option;
        }

        var url = order.Url.AbsoluteUri;
        foreach (var secret in Redaction.Found(null, url))
            words.Hide(secret);
        if (url.AsSpan().IndexOfAny("[]{}") >= 0)
            yield return "--globoff";
        yield return words.Of(url);
    }

    private static IEnumerable<string> Credentials(RequestOrder order, ShellWord words)
    {
        var given = order.Credentials;
        if (given.User is { } user)
        {
            yield return given is { TakesBasic: true, TakesDigest: true } ? order.Reauthenticates ? "--anyauth" : "--basic" : given.TakesDigest ? "--digest" : "--basic";
            words.Hide(given.Password?.Reveal() ?? "", Password);
            yield return given.Password is { } password ? $"--user {words.Of(user + ":")}{words.Of(password.Reveal())}" : $"--user {words.Of(user)}";
        }

        if (given.Token is { } token)
        {
            words.Hide(token.Reveal(), Token);
            yield return $"--header {words.Of($"Authorization: Bearer {token.Reveal()}")}";
        }

        if (given.Key is { } key)
        {
            words.Hide(key.Reveal(), Key);
            yield return $"--header {words.Of($"{given.KeyField}: {key.Reveal()}")}";
        }
    }

    private static IEnumerable<string> Content(RequestOrder order, RequestContent content, ShellWord words)
    {
        foreach (var (name, part) in content.Parts)
        {
            if (part.File is { } upload)
            {
                yield return $"--form {words.Of($"{name}=@\"{upload.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"{(part.MediaType is { } type ? $";type={type}" : "")}")}";
                continue;
            }

            var text = Encoding.UTF8.GetString(part.Octets!);
            if (SecretNames.IsParameter(name))
                words.Hide(text);
            yield return $"--form-string {words.Of($"{name}={text}")}";
        }

        if (!content.Parts.IsEmpty)
            yield break;
        if (RecordedAnswer.Find(order.Fields, "Content-Type") is null)
            yield return content.MediaType is { } mediaType ? $"--header {words.Of($"Content-Type: {mediaType}")}" : "--header Content-Type:";
        if (content.Octets is { } octets)
        {
            var text = Encoding.UTF8.GetString(octets);
            foreach (var secret in Redaction.Found(content.MediaType ?? "", text))
                words.Hide(secret);
            yield return $"--data-raw {words.Of(text)}";
        }
        else
        {
            yield return $"--data-binary {words.Of("@" + (content.IsInput ? "-" : content.File))}";
        }
    }

    // The scheme is not secret.
    private static string SecretPart(string value) => value.Split(' ', 2) is [var scheme, { Length: > 0 } rest] && scheme.All(char.IsAsciiLetterOrDigit) ? rest : value;

    private static string Meaning(string variable, RequestOrder order) => variable switch
    {
        Password => string.Create(CultureInfo.InvariantCulture, $"the password of {(order.Credentials.User ?? "").ReplaceLineEndings(" ")}"),
        Token => "the access token",
        Key => "the API key",
        _ => "what stood in its place",
    };
}
