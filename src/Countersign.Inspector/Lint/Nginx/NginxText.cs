using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>A directive's line as a person reads it, without the secrets that people write into configurations.</summary>
internal static class NginxText
{
    public static string Of(string name, ImmutableArray<ConfigurationArgument> arguments, Directive? parent, ConfigurationSecrets secrets) => secrets.Line(name, () =>
    {
        var entries = EntriesOf(parent);
        var words = new string[arguments.Length + 1];
        words[0] = Quoted(entries != SecretReference.None && !IsMapWord(name) ? secrets.Shown(name, entries) : name, false);
        var compared = name == "if" ? Compared(arguments) : SecretReference.None;
        var (isSet, set) = (false, SecretReference.None);
        for (var i = 0; i < arguments.Length; i++)
        {
            var text = arguments[i].Text;
            var isName = TakesNameAndValue(i == 0 ? name : arguments[i - 1].Text);
            words[i + 1] = Quoted(isName || text.Length == 0 ? secrets.Shown(text, SecretReference.None) : isSet ? secrets.Set(text, set) : Shown(name, text, compared, parent, secrets), arguments[i].IsQuoted);
            if (isName)
                (isSet, set) = (!name.StartsWith("more_", StringComparison.Ordinal), SecretReferences.OfSetting(text));
        }

        return string.Join(' ', words);
    });

    private static string Shown(string name, string text, SecretReference reference, Directive? parent, ConfigurationSecrets secrets)
    {
        if (reference != SecretReference.None)
            return secrets.Shown(text, reference);
        if (name is "secure_link_md5" or "secure_link_secret" || IsCode(name) || (SecretReferences.IsSetting(name) && !text.StartsWith("data:$", StringComparison.Ordinal)))
            return secrets.Value(text);
        if (parent is { Name: "map" or "geo" or "split_clients", Arguments.Length: > 0 } && SecretReferences.OfSetting(parent.Arguments[^1].Text) is var target and not SecretReference.None)
            return secrets.Shown(text, target);
        return name.StartsWith("more_", StringComparison.Ordinal) ? secrets.Shown(text, SecretReference.None) : text;
    }

    private static SecretReference Compared(ImmutableArray<ConfigurationArgument> arguments) => arguments.Select(argument => SecretReferences.In(argument.Text)).DefaultIfEmpty().Max();

    // What the names within a map are compared with.
    private static SecretReference EntriesOf(Directive? block) => block is { Name: "map", Arguments: [var source, ..] } ? SecretReferences.In(source.Text) : SecretReference.None;

    // Scripts are long, and hold anything.
    private static bool IsCode(string name) => name is "perl" or "perl_set" || name.EndsWith("_by_lua", StringComparison.Ordinal);

    private static bool TakesNameAndValue(string name) =>
        name is "set" or "add_header" or "add_trailer" or "env" or "auth_http_header" or "auth_request_set" or "js_var" or "keyval" || name.EndsWith("_set_header", StringComparison.Ordinal) || name.EndsWith("_param", StringComparison.Ordinal) || name.StartsWith("more_set", StringComparison.Ordinal);

    private static bool IsMapWord(string name) => name is "default" or "hostnames" or "volatile" or "include" or "" or "\"\"";

    private static string Quoted(string text, bool isQuoted) => isQuoted || text.Length == 0 || text.AsSpan().IndexOfAny(" \t;{}") >= 0 && !text.Contains('$', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
