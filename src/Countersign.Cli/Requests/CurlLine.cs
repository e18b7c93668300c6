using System.Globalization;
using System.Text;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.Fixes;
using Countersign.Inspector.Intake;

namespace Countersign.Cli.Requests;

/// <summary>The line by which curl sends the same request.</summary>
internal static class CurlLine
{
    private const string Password = "COUNTERSIGN_PASSWORD";
    private const string Token = "COUNTERSIGN_TOKEN";
    private const string ProxyPassword = "COUNTERSIGN_PROXY_PASSWORD";
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
        foreach (var comment in Comments(order))
            text.Append("# ").Append(comment).Append('\n');
        return text.Append("curl ").AppendJoin(" \\\n  ", options).Append('\n').ToString();
    }

    private static IEnumerable<string> Comments(RequestOrder order)
    {
        if (order.Credentials.Kept is not null)
            yield return "the tokens of the sign-in that is kept are not in it";
        if (order.Credentials.SignIn is not null)
            yield return "curl does not sign in: without a token it shows none";
        if (order is { Follows: true, Reauthenticates: true } && !FollowsSafely(order))
            yield return "no --location: curl would take fields with secrets in them to other origins";
    }

    // Of fields that were written, curl leaves behind Authorization and Cookie alone.
    private static bool FollowsSafely(RequestOrder order) =>
        order.Credentials.Key is null
        && order.Fields.All(field => !SecretNames.IsField(field.Name) || field.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || field.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Options(RequestOrder order, ShellWord words)
    {
        var method = order.Method.Method;
        if (method == "HEAD")
            yield return "--head";
        else if (method != (order.Content is null ? "GET" : "POST"))
            yield return $"--request {Word(method)}";
        if (order is { Follows: true, Reauthenticates: true } && FollowsSafely(order))
            yield return "--location";
        if (order.Version is { } version)
            yield return version.Major == 2 ? order.Url.Scheme == Uri.UriSchemeHttps ? "--http2" : "--http2-prior-knowledge" : "--http1.1";
        if (order.Authorities is { } authorities)
            yield return $"--cacert {Word(authorities)}";
        foreach (var option in Credentials(order, words))
            yield return option;
        foreach (var option in Proxy(order, words))
            yield return option;
        foreach (var (name, value) in order.Fields.Where(field => !IsOwnAgent(field)))
        {
            var secret = SecretNames.IsField(name) ? SecretPart(value) : "";
            words.Hide(secret);
            yield return $"--header {Word(value.Length == 0 ? $"{name};" : $"{name}: {value[..^secret.Length]}")}{(secret.Length > 0 ? words.Of(secret) : "")}";
        }

        foreach (var name in new[] { "Accept", "User-Agent" })
        {
            if (RecordedAnswer.Find(order.Fields, name) is null)
                yield return $"--header {name}:";
        }

        if (order.Content is { } content)
        {
            foreach (var option in Content(order, content, words))
                yield return option;
        }

        // Not every curl, and not every locale, knows names beyond ASCII.
        var url = order.Url.HostNameType == UriHostNameType.Dns ? new UriBuilder(order.Url) { Host = order.Url.IdnHost }.Uri.AbsoluteUri : order.Url.AbsoluteUri;
        if (url.AsSpan().IndexOfAny("[]{}") >= 0)
            yield return "--globoff";
        yield return Text(null, url, words);
    }

    private static IEnumerable<string> Credentials(RequestOrder order, ShellWord words)
    {
        var given = order.Credentials;
        if (given.User is { } user)
        {
            yield return given is { TakesBasic: true, TakesDigest: true } ? order.Reauthenticates ? "--anyauth" : "--basic" : given.TakesDigest ? "--digest" : "--basic";
            words.Hide(given.Password?.Reveal() ?? "", Password);
            yield return given.Password is { } password ? $"--user {Word(user + ":")}{words.Of(password.Reveal())}" : $"--user {Word(user)}";
        }

        if (given.Token is { } token)
        {
            words.Hide(token.Reveal(), Token);
            yield return $"--header {Word("Authorization: Bearer ")}{words.Of(token.Reveal())}";
        }

        if (given.Key is { } key)
        {
            words.Hide(key.Reveal(), Key);
            yield return $"--header {Word($"{given.KeyField}: ")}{words.Of(key.Reveal())}";
        }
    }

    private static IEnumerable<string> Content(RequestOrder order, RequestContent content, ShellWord words)
    {
        foreach (var (name, part) in content.Parts)
        {
            if (part.File is { } upload)
            {
                yield return $"--form {Word($"{name}=@\"{upload.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"{(part.MediaType is { } type ? $";type={type}" : "")}")}";
                continue;
            }

            var text = Encoding.UTF8.GetString(part.Octets!);
            if (SecretNames.IsParameter(name))
                words.Hide(text);
            yield return $"--form-string {Word(name + "=")}{(SecretNames.IsParameter(name) && text.Length > 0 ? words.Of(text) : Text("", text, words))}";
        }

        if (!content.Parts.IsEmpty)
            yield break;
        if (RecordedAnswer.Find(order.Fields, "Content-Type") is null)
            yield return content.MediaType is { } mediaType ? $"--header {Word($"Content-Type: {mediaType}")}" : "--header Content-Type:";
        if (content.Octets is { } octets)
        {
            var text = Encoding.UTF8.GetString(octets);
            yield return $"--data-raw {Text(content.MediaType ?? "", text, words)}";
        }
        else
        {
            yield return $"--data-binary {Word("@" + (content.IsInput ? "-" : content.File))}";
        }
    }

    private static IEnumerable<string> Proxy(RequestOrder order, ShellWord words)
    {
        if (order.Proxy is not { } proxy)
            yield break;
        yield return $"--proxy {Word(proxy)}";
        if (order.ProxyUser is not { } user)
            yield break;
        words.Hide(user.Password.Reveal(), ProxyPassword);
        yield return $"--proxy-anyauth --proxy-user {Word(user.User + ":")}{words.Of(user.Password.Reveal())}";
    }

    private static bool IsOwnAgent((string Name, string Value) field) =>
        field.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) && field.Value.StartsWith("Countersign/", StringComparison.Ordinal);

    private static string Word(string text) => ShellWord.Quoted(text);

    // Secrets are hidden where they are a whole value: a short one stands in other words by chance.
    private static string Text(string? mediaType, string text, ShellWord words)
    {
        var (word, at) = (new StringBuilder(), 0);
        foreach (var secret in Redaction.Places(mediaType, text))
        {
            words.Hide(secret.Value);
            if (secret.Index > at)
                word.Append(Word(text[at..secret.Index]));
            word.Append(words.Of(secret.Value));
            at = secret.Index + secret.Length;
        }

        return word.Append(at < text.Length || at == 0 ? Word(text[at..]) : "").ToString();
    }

    // The scheme is not secret.
    private static string SecretPart(string value) => value.Split(' ', 2) is [var scheme, { Length: > 0 } rest] && scheme.All(char.IsAsciiLetterOrDigit) ? rest : value;

    private static string Meaning(string variable, RequestOrder order) => variable switch
    {
        Password => string.Create(CultureInfo.InvariantCulture, $"the password of {(order.Credentials.User ?? "").ReplaceLineEndings(" ")}"),
        Token => "the access token",
        Key => "the API key",
        ProxyPassword => string.Create(CultureInfo.InvariantCulture, $"the password of {(order.ProxyUser?.User ?? "").ReplaceLineEndings(" ")} at the proxy"),
        _ => "what stood in its place",
    };
}
