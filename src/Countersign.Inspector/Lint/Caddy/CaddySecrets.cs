namespace Countersign.Inspector.Lint.Caddy;

/// <summary>What of a line of a Caddyfile nobody is to read in a report.</summary>
internal static class CaddySecrets
{
    /// <summary>The line as a person may read it.</summary>
    public static string Without(string name, IReadOnlyList<string> words, IReadOnlyList<bool> quoted, Directive? parent, ConfigurationSecrets secrets) =>
        secrets.Line(name, () => Shown(name, words, quoted, parent, secrets).Trim());

    private static string Shown(string name, IReadOnlyList<string> words, IReadOnlyList<bool> quoted, Directive? parent, ConfigurationSecrets secrets)
    {
        if (parent?.Name is "basic_auth" or "basicauth" && words.Count > 0)
            return $"{(IsHash(name) ? secrets.Secret(name) : name)} {string.Join(' ', words.Take(2).Select(word => secrets.Secret(word)).Distinct())}";
        if (parent is { Name: "map", Arguments: [var source, .. var targets] })
            return $"{(name is "default" ? name : secrets.Shown(name, SecretReferences.In(source.Text)))} {Joined(words, (word, index) => secrets.Shown(word, index < targets.Length ? SecretReferences.OfSetting(targets[index].Text) : SecretReference.None))}";
        if (parent?.Name is "header" or "request_header" or "header_up" or "header_down" && !name.StartsWith('@') && SecretReferences.IsWord(name))
            return Named([name, .. words], false, secrets);
        return $"{name} {Words(name, words, quoted, secrets)}";
    }

    private static string Words(string name, IReadOnlyList<string> words, IReadOnlyList<bool> quoted, ConfigurationSecrets secrets)
    {
        var (kind, at, isMatcher) = (name, 0, name.StartsWith('@'));
        while (at < words.Count && (kind.StartsWith('@') || kind == "not"))
            kind = words[at++];
        if (kind == "expression" || kind.Contains('{', StringComparison.Ordinal) || kind.Contains('(', StringComparison.Ordinal))
            return secrets.Expression(words.Count == at + 1 ? string.Join(' ', words) : string.Join(' ', words.Select((word, index) => index >= at && quoted[index] ? $"\"{word}\"" : word)));
        var before = string.Join(' ', words.Take(at).Select(word => secrets.Shown(word, SecretReference.None)));
        return $"{before} {Rest(kind, [.. words.Skip(at)], isMatcher || name is "header_regexp" or "vars" or "vars_regexp", secrets)}".Trim();
    }

    private static string Rest(string kind, IReadOnlyList<string> words, bool isMatcher, ConfigurationSecrets secrets)
    {
        switch (kind)
        {
            case "header" or "header_up" or "header_down" or "request_header" or "vars" or "env" or "set":
                return Named(words, isMatcher, secrets);
            case "header_regexp" or "vars_regexp":
                return words.Count > 2 ? $"{words[0]} {Named([.. words.Skip(1)], isMatcher, secrets)}" : Named(words, isMatcher, secrets);
            case "uri" when words.Count > 1 && words[0] == "query":
                return $"query {Named([.. words.Skip(1)], true, secrets)}";
            case "query":
                return Joined(words, (word, _) => secrets.Shown(word, SecretReference.Query));
            case "dns" or "acme_dns" or "eab":
                return Joined(words, (word, index) => index == 0 ? word : secrets.Value(word));
            case "lb_policy" or "crypto":
                return Joined(words, (word, index) => index < 2 || word is "from" or "file" or "directory" ? word : secrets.Value(word));
            default:
                return Joined(words, (word, _) => IsHash(word) ? secrets.Secret(word) : SecretReferences.IsSetting(kind) ? secrets.Value(word) : secrets.Shown(word, SecretReference.None));
        }
    }

    // A name, and behind it what it is set to or compared with.
    private static string Named(IReadOnlyList<string> words, bool isMatcher, ConfigurationSecrets secrets)
    {
        var (isFound, reference) = (false, SecretReference.None);
        return Joined(words, (word, index) =>
        {
            if (isFound)
                return isMatcher ? secrets.Shown(word, reference) : secrets.Set(word, reference);
            if (index == 0 && word.Length > 0 && word[0] is '@' or '/' or '*')
                return word;
            isFound = true;
            reference = word.StartsWith('{') ? SecretReferences.In(word) : isMatcher ? SecretReferences.Of(word, isSent: true) : SecretReferences.OfSetting(word);
            return secrets.Shown(word, SecretReference.None);
        });
    }

    private static string Joined(IReadOnlyList<string> words, Func<string, int, string> shown) => string.Join(' ', words.Select(shown));

    private static bool IsHash(string word) => word.StartsWith("$2", StringComparison.Ordinal) || word.StartsWith("JDJ", StringComparison.Ordinal) || word.StartsWith("$argon2", StringComparison.Ordinal);
}
