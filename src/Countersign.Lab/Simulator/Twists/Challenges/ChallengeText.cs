using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Lab.Simulator.Twists.Challenges;

/// <summary>Rewrites well-formed challenges, one on each line, as texts: what comes of it need not be well formed.</summary>
internal static partial class ChallengeText
{
    /// <summary>The field that it stands in.</summary>
    public const string Field = "WWW-Authenticate";

    /// <summary>Rewrites every line.</summary>
    public static void Rewrite(SimulatedAnswer answer, Func<string, string> write) => answer.Rewrite(Field, write);

    /// <summary>Rewrites the names of the schemes.</summary>
    public static void RewriteScheme(SimulatedAnswer answer, Func<string, string> write) => Rewrite(answer, line => Scheme().Replace(line, match => write(match.Value), 1));

    /// <summary>Puts other text in the place of each realm, its name and equals sign included.</summary>
    public static void RewriteRealm(SimulatedAnswer answer, Func<string, string> write) => Rewrite(answer, line => Realm().Replace(line, match => write(match.Groups["value"].Value), 1));

    /// <summary>Puts text in the place of each comma with its space, or of each equals sign, that does not stand within quotes.</summary>
    public static string Between(string line, string mark, string text) => Marks().Replace(line, match => match.Value == mark ? text : match.Value);

    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Lines(SimulatedAnswer answer) => [.. answer.Fields.Where(field => field.Name == Field).Select(field => field.Value)];

    /// <summary>Puts other lines in the place of what is there, if something is.</summary>
    public static void SetLines(SimulatedAnswer answer, params IEnumerable<string> lines)
    {
        if (answer.First(Field) is null)
            return;
        var written = lines.ToList();
        answer.Remove(Field);
        foreach (var line in written)
            answer.Add(Field, line);
    }

    /// <summary>A text as the octets that UTF-8 makes of it, each a character: so fields are written.</summary>
    public static string Octets(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"^[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\brealm=""(?<value>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Realm();

    [GeneratedRegex(@"""([^""\\]|\\.)*""|, |=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marks();
}
