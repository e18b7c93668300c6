using System.Collections.Immutable;
using System.Text;

namespace Countersign.Tokens.Rules;

/// <summary>Repeats words of an issuer in evidence: bounded, and without what a terminal would obey.</summary>
internal static class TokenWords
{
    private const int Most = 64;
    private const int MostValues = 4;

    public static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            if (text.Length > Most)
                return text.Append("…\"").ToString();
            text.Append(Rune.IsControl(rune) || rune.Value == '"' ? "?" : rune.ToString());
        }

        return text.Append('"').ToString();
    }

    public static string Quote(ImmutableArray<string> values)
    {
        var quoted = string.Join(", ", values.Take(MostValues).Select(Quote));
        return values.Length <= MostValues ? quoted : quoted + ", …";
    }
}
