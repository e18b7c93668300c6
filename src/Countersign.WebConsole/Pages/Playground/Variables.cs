using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.WebConsole.Pages.Playground;

/// <summary>Variables in texts, such as <c>{{TOKEN}}</c>: what a person sets where they send a request that somebody else composed.</summary>
internal static partial class Variables
{
    /// <summary>A variable as it stands in a text.</summary>
    public static string Mark(string name) => $"{{{{{name}}}}}";

    /// <summary>The names in a request, each once.</summary>
    public static ImmutableArray<string> NamesIn(ComposedRequest request) =>
        [.. request.Texts.SelectMany(text => Variable().Matches(text).Select(match => match.Groups["name"].Value)).Distinct(StringComparer.Ordinal)];

    /// <summary>The request with what the variables stand for; those without a value stay.</summary>
    public static ComposedRequest Fill(ComposedRequest request, IReadOnlyDictionary<string, string> values) => request.WithTexts(text =>
        Variable().Replace(text, match => values.TryGetValue(match.Groups["name"].Value, out var value) && value.Length > 0 ? value : match.Value));

    /// <summary>A text in pieces: what stands there, and the names of variables.</summary>
    public static ImmutableArray<(string Text, bool IsVariable)> Pieces(string text)
    {
        var (pieces, at) = (ImmutableArray.CreateBuilder<(string, bool)>(), 0);
        foreach (Match match in Variable().Matches(text))
        {
            if (match.Index > at)
                pieces.Add((text[at..match.Index], false));
            pieces.Add((match.Groups["name"].Value, true));
            at = match.Index + match.Length;
        }

        if (at < text.Length)
            pieces.Add((text[at..], false));
        return pieces.ToImmutable();
    }

    /// <summary>A text without its variables.</summary>
    public static string Without(string text) => Variable().Replace(text, "");

    [GeneratedRegex(@"\{\{(?<name>[A-Z][A-Z0-9_]{0,63})\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
