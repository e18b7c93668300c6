using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>A line of HAProxy's as a person reads it: without passwords, and without what secret fields are compared with or set to.</summary>
internal static partial class HaproxyText
{
    public static string Of(ImmutableArray<ConfigurationArgument> words, ConfigurationSecrets secrets) => secrets.Line(words[0].Text, () =>
    {
        var texts = words.Select(word => word.Text).ToArray();
        var reference = SecretReference.None;
        var isCondition = texts[0] is "acl";
        for (var i = 1; i < texts.Length; i++)
        {
            var (word, before) = (texts[i], words[i - 1].Text);
            if (IsPassword(words, i))
            {
                texts[i] = Password(word, before, secrets);
            }
            else if (word is "if" or "unless" or "{" or "!{" or "}" or "or" or "||" or "hdr" || texts[0] == "acl" && i == 1)
            {
                reference = SecretReference.None;
                isCondition |= word is "if" or "unless";
            }
            else if (before is "{" or "!{" || texts[0] == "acl" && i == 2)
            {
                reference = OfFetch(word);
                texts[i] = Fetch(word, reference, secrets);
            }
            else if (TakesName(before) || word.StartsWith("set-var", StringComparison.Ordinal))
            {
                reference = word.Contains('(', StringComparison.Ordinal) ? SecretReferences.In(word) : SecretReferences.OfSetting(word);
            }
            else
            {
                texts[i] = Rest(word, before, isCondition, reference, secrets);
            }
        }

        return string.Join(' ', texts);
    });

    private static string Rest(string word, string before, bool isCondition, SecretReference reference, ConfigurationSecrets secrets)
    {
        if (isCondition && (before is "-m" or "-f" or "-M" or "-u" || word is "-m" or "-f" or "-M" or "-u" or "-i" or "-n" or "--" or "eq" or "ge" or "gt" or "le" or "lt"))
            return word;
        if (isCondition)
            return secrets.Shown(word, reference);
        return Sample().IsMatch(word) ? Fetch(word, reference, secrets) : Fetch(secrets.Set(word, reference), SecretReference.None, secrets);
    }

    private static SecretReference OfFetch(string word)
    {
        if (word.StartsWith("http_auth_pass", StringComparison.Ordinal) || word.StartsWith("http_auth_bearer", StringComparison.Ordinal))
            return SecretReference.Secret;
        return word.Split('(', ',', '_')[0] is "query" or "url" or "baseq" or "pathq" ? SecretReferences.In(word) is SecretReference.Secret ? SecretReference.Secret : SecretReference.Query : SecretReferences.In(word);
    }

    // What is called with a key or with the text itself.
    private static string Fetch(string word, SecretReference reference, ConfigurationSecrets secrets) => Call().Replace(word, match =>
    {
        var (name, given) = (match.Groups["name"].Value, match.Groups["given"].Value.Split(','));
        if (name == "str")
            return reference == SecretReference.None ? match.Value : $"str({secrets.Shown(match.Groups["given"].Value, reference)})";
        return $"{name}({string.Join(',', given.Select((each, i) => i == 0 || Variable().IsMatch(each) ? each : secrets.Value(each)))})";
    });

    private static bool IsPassword(ImmutableArray<ConfigurationArgument> words, int index)
    {
        var (first, before) = (words[0].Text, words[index - 1].Text);
        return before is "password" or "insecure-password"
            || (before == "auth" && first == "stats")
            || (first == "tcp-check" && before is "send" or "send-lf" or "send-binary" or "send-binary-lf")
            || (first == "program" || first == "command") && before.StartsWith('-') && SecretReferences.IsName(before.TrimStart('-'));
    }

    private static string Password(string word, string before, ConfigurationSecrets secrets)
    {
        if (before == "auth" && word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            return word[..(colon + 1)] + secrets.Secret(word[(colon + 1)..]);
        if (before is "send" or "send-lf")
            return word.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase) || word.StartsWith("PASS ", StringComparison.OrdinalIgnoreCase) ? word[..5] + secrets.Secret(word[5..]) : secrets.Shown(word, SecretReference.None);
        return secrets.Secret(word);
    }

    private static bool TakesName(string word) => word is "set-header" or "add-header" or "replace-header" or "replace-value" or "hdr" or "setenv" or "presetenv" or "set-env";

    [GeneratedRegex(@"^[a-z][a-z0-9_.]*(\([^()]*\))(,[a-z0-9_.]+(\([^()]*\))?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"\b(?<name>str|hmac|jwt_verify|jwt_decrypt\w*|aes_\w+|regsub|concat)\((?<given>[^()]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*(\w+\.[\w.]+|[0-9]{1,4}|/[\w./-]+|[a-z]{0,3})\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
