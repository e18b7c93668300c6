using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What of a line of httpd's nobody is to read in a report.</summary>
internal static class ApacheSecrets
{
    private static readonly string[] Marks = ["pass", "secret", "token", "credential", "key"];

    private static readonly ImmutableHashSet<string> Valued = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "SetEnv", "Define", "AuthBasicFake", "RequestHeader", "Header");

    /// <summary>The line as a person may read it.</summary>
    public static string Without(string line, string name, ImmutableArray<ConfigurationArgument> arguments)
    {
        if (arguments.IsEmpty)
            return line;
        if (Valued.Contains(name))
        {
            var isSecret = name.Equals("AuthBasicFake", StringComparison.OrdinalIgnoreCase)
                || arguments.Any(argument => IsMark(argument.Text) || argument.Text.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || argument.Text.Equals("Cookie", StringComparison.OrdinalIgnoreCase));
            return isSecret ? $"{name} {string.Join(' ', arguments.Take(arguments.Length - 1))} ***" : line;
        }

        var isNamedSo = name.EndsWith("Password", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Passphrase", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Secret", StringComparison.OrdinalIgnoreCase) || name.Equals("DBDParams", StringComparison.OrdinalIgnoreCase);
        if (isNamedSo)
            return $"{name} ***";
        return string.Join(' ', [.. line.Split(' ').Select(WithoutUser)]);
    }

    private static bool IsMark(string text) => Marks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)) && !text.StartsWith('/');

    // http://name:password@host
    private static string WithoutUser(string word)
    {
        var scheme = word.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return word;
        var end = word.IndexOf('/', scheme + 3);
        var at = word.LastIndexOf('@', end < 0 ? word.Length - 1 : end);
        return at <= scheme || !word.AsSpan(scheme + 3, at - scheme - 3).Contains(':') ? word : $"{word.AsSpan(0, scheme + 3)}***{word.AsSpan(at)}";
    }
}
