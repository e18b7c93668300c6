using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;
using Countersign.Wire;

namespace Countersign.Cli.Requests;

/// <summary>
/// Takes secrets out of what is shown and written: the values that have a secret's name, and all secrets that are known, wherever they stand. It learns what the
/// exchange brings, such as tokens.
/// </summary>
internal sealed partial class Redaction
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mark = "***";

    private readonly Lock _gate = new();
    private readonly GivenSecrets _secrets = new();

    /// <summary>Knows what was given on the command line.</summary>
    public static Redaction Of(GivenCredentials credentials)
    {
        var redaction = new Redaction();
        foreach (var secret in new[] { credentials.Token, credentials.Key })
            redaction.LearnGiven(secret?.Reveal());
        redaction.LearnUser(credentials.User, credentials.Password);
        redaction._secrets.AddField(credentials.KeyField);
        return redaction;
    }

    /// <summary>Knows all that was given on the command line, what the request carries included.</summary>
    public static Redaction For(RequestOrder order)
    {
        var redaction = Of(order.Credentials);
        if (order.ProxyUser is { } proxy)
            redaction.LearnUser(proxy.User, proxy.Password);
        foreach (var secret in Found(null, order.Url.AbsoluteUri))
            redaction.Learn(Uri.UnescapeDataString(secret));
        if (order.Content is not { } content)
            return redaction;
        if (content.Octets is { } octets && TextOctets.Read(octets) is { } text)
            redaction.Content(content.MediaType, text);
        foreach (var (name, part) in content.Parts.Where(each => SecretNames.IsParameter(each.Name)))
            redaction.LearnGiven(part.Octets is { } value ? Encoding.UTF8.GetString(value) : null);
        return redaction;
    }

    /// <summary>Takes notice of a secret.</summary>
    public void Learn(string? secret)
    {
        lock (_gate)
            _secrets.AddFound(secret);
    }

    // One that is short is looked for as well, where it is a whole value.
    private void LearnGiven(string? secret)
    {
        lock (_gate)
            _secrets.Add(secret);
    }

    private void LearnUser(string? user, Secret? password)
    {
        LearnGiven(password?.Reveal());
        if (user is not null && password is not null)
            LearnGiven(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password.Reveal()}")));
    }

    /// <summary>Takes notice of what a field carries.</summary>
    public void LearnField(string name, string value)
    {
        if (!IsSecret(name))
            return;
        if (IsCookie(name))
        {
            foreach (var pair in name.StartsWith("Set-", StringComparison.OrdinalIgnoreCase) ? [value.Split(';')[0]] : value.Split(';'))
                Learn(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
            return;
        }

        // What a Digest answer is made of is shown; the answer itself is of no use elsewhere.
        if (IsCredentials(name) && CredentialsReader.Read(value).Credentials is { } credentials)
            Learn(credentials.Token68 ?? credentials.Find("response"));
        else
            Learn(value);
    }

    /// <summary>A text without the secrets that are known.</summary>
    public string Text(string text)
    {
        lock (_gate)
            return _secrets.Hide(text);
    }

    /// <summary>The value of a field.</summary>
    public string Field(string name, string value)
    {
        if (name.Equals("Location", StringComparison.OrdinalIgnoreCase) || name.Equals("Referer", StringComparison.OrdinalIgnoreCase))
            return Address(value);
        if (!IsSecret(name))
            return Text(value);
        if (IsCookie(name))
            return Cookies(name, value);
        return IsCredentials(name) ? Credentials(value) : Mark;
    }

    /// <summary>An address, whole or relative, without the secrets of its query and its path.</summary>
    public string Address(string address)
    {
        var withoutUser = UserInfo().Replace(address, "${scheme}" + Mark + "@");
        var withoutQuery = Parameter().Replace(withoutUser, match => SecretNames.IsParameter(Uri.UnescapeDataString(match.Groups["name"].Value)) ? $"{match.Groups["before"].Value}{match.Groups["name"].Value}={Mark}" : match.Value);
        return Text(PathSecrets.HideCapabilities(PathSecrets.Hide(withoutQuery)));
    }

    /// <summary>A text without its end, where it was cut off and the end may be the beginning of a secret.</summary>
    public string Cut(string text, bool isWhole)
    {
        if (isWhole)
            return text;
        lock (_gate)
            return text[..Math.Max(0, text.Length - _secrets.Longest)];
    }

    /// <summary>A content without the secrets of a form or of JSON objects; what it finds there it learns.</summary>
    public string Content(string? mediaType, string text)
    {
        if (mediaType?.StartsWith("multipart/", StringComparison.Ordinal) == true)
            return Parts(text);
        if (mediaType is "application/x-www-form-urlencoded")
            return Text(string.Join('&', text.Split('&').Select(FormPair)));
        return Text(Member().Replace(text, Covered));
    }

    /// <summary>The values in an address or content that have a secret's name, as they stand there.</summary>
    public static IEnumerable<string> Found(string? mediaType, string text) => Places(mediaType, text).Select(place => place.Value);

    /// <summary>Where the values stand that have a secret's name.</summary>
    public static IEnumerable<Capture> Places(string? mediaType, string text)
    {
        var isPairs = mediaType is null or "application/x-www-form-urlencoded";
        var values = mediaType is null ? Parameter() : isPairs ? FormParameter() : Member();
        return values.Matches(text)
            .Where(match => isPairs ? SecretNames.IsParameter(Uri.UnescapeDataString(match.Groups["name"].Value)) : SecretNames.IsMember(match.Groups["name"].Value))
            .Select(match => isPairs ? match.Groups["value"] : match.Groups["text"].Success ? match.Groups["text"] : match.Groups["number"])
            .Where(value => value.Length > 0);
    }

    private bool IsSecret(string name) => _secrets.IsField(name) || SecretNames.IsField(name);

    private static bool IsCookie(string name) => name.Contains("Cookie", StringComparison.OrdinalIgnoreCase);

    private static bool IsCredentials(string name) => name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase);

    private string Cookies(string name, string value)
    {
        var pieces = value.Split(';');
        var last = name.StartsWith("Set-", StringComparison.OrdinalIgnoreCase) ? 1 : pieces.Length;
        for (var i = 0; i < last; i++)
            pieces[i] = pieces[i].IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? pieces[i][..(at + 1)] + Mark : Mark;
        return Text(string.Join(';', pieces));
    }

    /// <summary>Credentials: their scheme, and of Digest all but the answer.</summary>
    private string Credentials(string value)
    {
        var reading = CredentialsReader.Read(value);
        if (reading is not { IsValid: true, Credentials: { } credentials })
            return Mark;
        return credentials.Scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase)
            ? Text(CredentialsWriter.Write(credentials with { Params = [.. credentials.Params.Select(each => each.Name.Equals("response", StringComparison.OrdinalIgnoreCase) ? new AuthParam(each.Name, Mark) : each)] }))
            : $"{credentials.Scheme} {Mark}";
    }

    private string FormPair(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        if (at < 0 || !SecretNames.IsParameter(Uri.UnescapeDataString(pair[..at].Replace('+', ' '))))
            return pair;
        Learn(Uri.UnescapeDataString(pair[(at + 1)..].Replace('+', ' ')));
        return pair[..(at + 1)] + Mark;
    }

    /// <summary>The parts of a form, of which those that can't be told apart or read are left out.</summary>
    private string Parts(string text)
    {
        var end = text.IndexOf("\r\n", StringComparison.Ordinal);
        if (end < 3 || !text.StartsWith("--", StringComparison.Ordinal) || text.AsSpan(0, end).Contains('\n'))
            return Mark;
        var delimiter = "\r\n" + text[..end];
        var parts = ("\r\n" + text).Split(delimiter)[1..];
        return text[..end] + string.Join(delimiter, parts.Select(Part));
    }

    private string Part(string part)
    {
        if (part.StartsWith("--", StringComparison.Ordinal) && part.AsSpan(2).Trim().IsEmpty)
            return part; // the end
        var begin = part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var (head, value) = begin < 4 ? ("", part) : (part[..begin], part[begin..]);
        if (PartNamed().Match(head) is not { Success: true, Groups: var groups })
            return "\r\n" + Mark;
        if (SecretNames.IsParameter(groups["name"].Value.Trim('"')))
        {
            Learn(value);
            return Text(head) + Mark;
        }

        var isRead = TextOctets.IsText(value) && !head.Contains("-Encoding:", StringComparison.OrdinalIgnoreCase);
        return Text(head) + (isRead ? Content(PartType().Match(head) is { Success: true, Groups: var typed } ? typed["type"].Value.ToLowerInvariant() : null, value) : Mark);
    }

    private string Covered(Match member)
    {
        var name = member.Groups["name"].Value;
        if (!SecretNames.IsMember(name))
            return member.Value;
        Learn(member.Groups["text"] is { Success: true, Value: var text } ? Unescaped(text) : member.Groups["number"].Value);
        return $"{member.Groups["before"].Value}\"{Mark}\"";
    }

    private static string Unescaped(string text)
    {
        try
        {
            using var document = JsonDocument.Parse($"\"{text}\"");
            return document.RootElement.GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // half a surrogate pair
        {
            return text;
        }
    }

    [GeneratedRegex(@"^(?<scheme>\w+://)[^/?#@]*@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<before>[?&#])(?<name>[^=&#]*)=(?<value>[^&#]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(^|&)(?<name>[^=&]*)=(?<value>[^&]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormParameter();

    // A name in another writing, such as of RFC 2047 or RFC 5987, is not read: what it names is left out.
    [GeneratedRegex(@"^Content-Disposition:[^\r\n]*?;\s*name=(?<name>""(?!=\?)[^""\\\r\n]*""|(?!=\?)[^""\s;]+)\s*(;|\r)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex PartNamed();

    [GeneratedRegex(@"^Content-Type:\s*(?<type>[^;\s]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex PartType();

    // A member of an object and its text or number, the last one cut off perhaps: what is no sound JSON may have secrets, too.
    [GeneratedRegex("""(?<before>"(?<name>[^"\\]{1,64})"\s*:\s*)("(?<text>([^"\\]|\\.)*)("|\\?\z)|(?<number>-?[0-9][0-9.eE+-]*))""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Member();
}
