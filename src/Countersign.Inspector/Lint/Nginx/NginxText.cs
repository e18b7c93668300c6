using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>A directive's line as a person reads it, without the secrets that people write into configurations.</summary>
internal static partial class NginxText
{
    private const string Hidden = "***";

    // Where none of them stands there is no name with a value, no address and no token.
    private static readonly SearchValues<char> Marks = SearchValues.Create("=:@.-_");

    private static readonly string[] Carriers = ["http_", "sent_http_", "arg_", "cookie_", "upstream_http_"];

    public static string Of(string name, ImmutableArray<ConfigurationArgument> arguments, Directive? parent)
    {
        var words = new string[arguments.Length + 1];
        words[0] = IsMapOf(parent, fromSecret: true) && !IsMapWord(name) ? Hidden : Quoted(name, false);
        for (var i = 0; i < arguments.Length; i++)
            words[i + 1] = Quoted(Shown(name, arguments, i, parent), arguments[i].IsQuoted);
        var line = string.Join(' ', words);
        return line.AsSpan().IndexOfAny(Marks) < 0 && line.Length < 40 ? line : TextIntake.ByLooks(line);
    }

    private static string Shown(string name, ImmutableArray<ConfigurationArgument> arguments, int index, Directive? parent)
    {
        var text = arguments[index].Text;
        if (text.Length == 0)
            return text;
        if (index > 0 && TakesNameAndValue(name) && IsSecret(arguments[0].Text))
            return Masked(text);
        if (name == "if" && arguments.Any(argument => argument.Text.Contains('$', StringComparison.Ordinal) && IsSecret(argument.Text.Trim('(', ')'))))
            return text.Contains('$', StringComparison.Ordinal) || text.TrimEnd(')') is "" or "=" or "!=" or "~" or "~*" or "!~" or "!~*" ? text : Hidden;
        if (name is "secure_link_md5" or "secure_link_secret")
            return Masked(text);
        return parent is { Name: "map" or "geo" } && IsMapOf(parent, fromSecret: false) ? Masked(text) : text;
    }

    private static bool TakesNameAndValue(string name) =>
        name is "set" or "add_header" or "add_trailer" or "env" || name.EndsWith("_set_header", StringComparison.Ordinal) || name.EndsWith("_param", StringComparison.Ordinal) || name.StartsWith("more_set", StringComparison.Ordinal);

    private static bool IsMapOf(Directive? block, bool fromSecret) => block is { Name: "map" or "geo", Arguments.Length: > 0 } && IsSecret(block.Arguments[fromSecret ? 0 : ^1].Text);

    private static bool IsMapWord(string name) => name is "default" or "hostnames" or "volatile" or "include" or "" or "\"\"";

    private static bool IsSecret(string name)
    {
        var plain = name.TrimStart('$', '{').TrimEnd('}', ':');
        foreach (var prefix in Carriers)
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal))
                plain = plain[prefix.Length..];
        }

        return SecretNames.IsParameter(plain) || SecretNames.IsField(plain);
    }

    // Variables tell nothing; a scheme stays, for it is half of what a reader wants to know.
    private static string Masked(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank > 0 && SchemeName.IsKnown(text.AsSpan(0, blank)))
            return $"{text[..blank]} {Masked(text[(blank + 1)..])}";
        return Variable().Replace(text, "").Trim().Length == 0 ? text : Hidden;
    }

    private static string Quoted(string text, bool isQuoted) => isQuoted || text.Length == 0 || text.AsSpan().IndexOfAny(" \t;{}") >= 0 && !text.Contains('$', StringComparison.Ordinal) ? $"\"{text}\"" : text;

    [GeneratedRegex(@"\$(\{\w+\}|\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
