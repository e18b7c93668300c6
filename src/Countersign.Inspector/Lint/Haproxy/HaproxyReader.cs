using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>Reads a configuration of HAProxy: sections with their lines.</summary>
internal static class HaproxyReader
{
    private const int MaxLines = 100_000;

    private static readonly string[] SectionNames =
        ["global", "defaults", "frontend", "backend", "listen", "userlist", "peers", "resolvers", "mailers", "program", "http-errors", "ring", "cache", "fcgi-app", "log-forward", "crt-store", "traces", "acme", "log-profile"];

    public static ImmutableArray<Directive> Read(string text, string file, ConfigurationProblems problems, ConfigurationSecrets secrets)
    {
        var sections = ImmutableArray.CreateBuilder<Directive>();
        var (number, within) = (0, (Directive?)null);
        foreach (var line in text.Split('\n', MaxLines + 1))
        {
            if (number++ >= MaxLines)
            {
                problems.Add(file, number, 1, string.Create(CultureInfo.InvariantCulture, $"more than {MaxLines:N0} lines: the rest is not read"));
                break;
            }

            var words = Words(line);
            if (words.IsEmpty)
                continue;
            var (name, place) = (words[0].Text, new ConfigurationPlace(file, number, words[0].Column));
            if (SectionNames.Contains(name, StringComparer.Ordinal))
                sections.Add(within = new(name, words[1..], place, null) { Secrets = secrets });
            else if (within is null)
                problems.Add(file, number, words[0].Column, $"{name} stands in no section");
            else
                within.Add(new(name, words[1..], place, within) { Text = HaproxyText.Of(words, secrets), Secrets = secrets });
        }

        return sections.ToImmutable();
    }

    private static ImmutableArray<ConfigurationArgument> Words(string line)
    {
        var words = ImmutableArray.CreateBuilder<ConfigurationArgument>();
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            if (line[at] == '#')
                break;
            var (start, word, quote) = (at, new StringBuilder(), '\0');
            for (; at < line.Length && (quote != '\0' || !char.IsWhiteSpace(line[at])); at++)
            {
                if (quote == '\0' && line[at] is '"' or '\'' && (quote == '\0' || quote == line[at]))
                    quote = quote == '\0' ? line[at] : '\0';
                else if (quote != '\0' && line[at] == quote)
                    quote = '\0';
                else if (line[at] == '\\' && quote != '\'' && at + 1 < line.Length)
                    word.Append(line[++at]);
                else
                    word.Append(line[at]);
            }

            words.Add(new(word.ToString(), start + 1) { IsQuoted = line[start] is '"' or '\'' });
        }

        return words.ToImmutable();
    }
}
