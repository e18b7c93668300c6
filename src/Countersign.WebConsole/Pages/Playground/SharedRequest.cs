using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.WebConsole.Pages.Playground;

/// <summary>
/// A request as it may be kept, shared and written as code: where a secret was, a variable stands. What is one is told by the inspector's intake, which takes
/// secrets out of recordings.
/// </summary>
internal static partial class SharedRequest
{
    private const string Hidden = "***";

    /// <summary>The request without secrets.</summary>
    public static ComposedRequest Of(ComposedRequest request)
    {
        var given = new GivenSecrets();
        given.Add(request.Secret?.Reveal());
        given.Add(request.ProofKey?.Reveal());
        given.Add(request.Renewal?.ClientSecret?.Reveal());
        given.Add(request.Renewal?.RefreshToken?.Reveal());
        var intake = new MessageIntake(given: given);
        var shown = intake.Request(request.Method, "/", request.Url, version: null, [.. request.Fields.Select(field => new MessageField(field.Name, field.Value))], Encoding.UTF8.GetBytes(request.Content));
        return request with
        {
            Url = UrlOf(request.Url, intake.Address(request.Url)),
            Fields = [.. request.Fields.Zip(shown.Fields.Lines, FieldOf).Where(field => !field.Name.Contains(Hidden, StringComparison.Ordinal))],

            // Half a content is another one.
            Content = shown.Content.IsWhole ? Named(shown.Content.Text, text => NameBefore(text) ?? "SECRET") : "",
            Secret = null,
            ProofKey = null,
            Renewal = request.Renewal is { } renewal ? renewal with { Endpoint = UrlOf(renewal.Endpoint, intake.Address(renewal.Endpoint)), ClientSecret = null, RefreshToken = null } : null,
        };
    }

    private static (string Name, string Value) FieldOf((string Name, string Value) field, MessageField shown)
    {
        if (shown.Value == field.Value || IsVariable(field.Value))
            return (shown.Name, field.Value);
        return (shown.Name, Named(shown.Value, _ => NameOf(shown)));
    }

    private static string NameOf(MessageField field)
    {
        if (field.Is("Authorization"))
            return field.Value.StartsWith("Basic", StringComparison.OrdinalIgnoreCase) ? "CREDENTIALS" : "TOKEN";
        return VariableName(field.Name);
    }

    // Userinfo goes altogether: it is for no address that is shared.
    private static string UrlOf(string url, string shown)
    {
        var (before, after) = (url.Split('&', '?', '#'), shown.Split('&', '?', '#'));
        for (var i = 1; before.Length == after.Length && i < after.Length; i++)
        {
            if (after[i] != before[i] && before[i].IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals && IsVariable(before[i][(equals + 1)..]))
                shown = shown.Replace(after[i], before[i], StringComparison.Ordinal);
        }

        return Named(Userinfo().Replace(shown, "//"), text => NameBefore(text) ?? "SECRET");
    }

    // A scheme's name and a variable are what a person writes who has no secret there.
    private static bool IsVariable(string value)
    {
        var rest = Variables.Without(value);
        return rest.Length < value.Length && rest.Trim() is var word && (word.Length == 0 || (word.Length <= 12 && word.All(char.IsAsciiLetter)));
    }

    private static string Named(string shown, Func<string, string> nameFor)
    {
        var (named, used) = (new StringBuilder(), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var at = 0; ;)
        {
            var next = shown.IndexOf(Hidden, at, StringComparison.Ordinal);
            if (next < 0)
                return named.Append(shown, at, shown.Length - at).ToString();
            var name = nameFor(shown[..next]);
            var count = used[name] = used.GetValueOrDefault(name) + 1;
            named.Append(shown, at, next - at).Append(Variables.Mark(count == 1 ? name : FormattableString.Invariant($"{name}_{count}")));
            at = next + Hidden.Length;
        }
    }

    // "password": " and access_token= say whose value comes next.
    private static string? NameBefore(string text) => LastName().Match(text.Length > 200 ? text[^200..] : text) is { Success: true } match ? VariableName(match.Groups["name"].Value) : null;

    private static string VariableName(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')).Trim('_');
        return plain.Length is > 0 and <= 40 && char.IsAsciiLetterUpper(plain[0]) ? plain : "SECRET";
    }

    [GeneratedRegex("""["']?(?<name>[A-Za-z][A-Za-z0-9_.-]{0,39})["']?\s*[:=]\s*["']?$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LastName();

    [GeneratedRegex("//[^/?#]*@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Userinfo();
}
