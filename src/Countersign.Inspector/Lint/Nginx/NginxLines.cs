using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What several checks want to know of a level.</summary>
internal static partial class NginxLines
{
    /// <summary>The line by which a level answers everybody before anybody is asked for credentials; null for none.</summary>
    public static Directive? AnswersAll(NginxScope scope)
    {
        foreach (var child in scope.Children)
        {
            if (child.Name == "return" || (child.Name == "rewrite" && IsRedirectOfAll(child)))
                return child;
            if (child.Name is "break" || (child.Name == "rewrite" && child.Arguments is [.., { Text: "last" or "break" }]))
                return null;
        }

        return null;
    }

    /// <summary>Whether nothing of a level is given away: whoever asks is sent off or refused.</summary>
    public static bool GivesNothing(NginxScope scope) =>
        AnswersAll(scope) is not null
        || (NginxGates.RuleForStrangers(scope.Effective("allow", "deny")) is { Name: "deny" } && !NginxGates.IsAnyEnough(scope));

    /// <summary>Whether a line such as <c>add_header</c> or <c>proxy_set_header</c> is about a field.</summary>
    public static bool IsField(Directive line, string name) => line.Arguments is [{ Text: var field }, ..] && field.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The second word of a line, or nothing.</summary>
    public static string Value(Directive line) => line.Arguments is [_, { Text: var value }, ..] ? value : "";

    /// <summary>Places for a sentence: the first of them, and how many more.</summary>
    public static string Places(IEnumerable<NginxLevel> levels)
    {
        var names = levels.Select(level => level.Location?.Block.Text ?? "the server").Distinct(StringComparer.Ordinal).ToList();
        return names.Count switch { 1 => names[0], 2 => $"{names[0]} and {names[1]}", _ => $"{names[0]}, {names[1]} and {names.Count - 2} more" };
    }

    private static bool IsRedirectOfAll(Directive rewrite) =>
        rewrite.Arguments is [{ Text: var pattern }, { Text: var target }, ..]
        && (rewrite.Arguments is [.., { Text: "redirect" or "permanent" }] || target.StartsWith("http://", StringComparison.Ordinal) || target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("$scheme", StringComparison.Ordinal))
        && All().IsMatch(pattern);

    [GeneratedRegex(@"^(\^|\.\*|\^?/?\(?\.\*\)?\$?|\^/)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex All();
}
