using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>What addresses are called where people and programs read of them.</summary>
internal static partial class CatalogueWords
{
    /// <summary>A group, in words.</summary>
    public static string Of(SimulatorGroup group) => group switch
    {
        SimulatorGroup.Cors => "CORS",
        SimulatorGroup.Echo => "Beside authentication",
        SimulatorGroup.Index => "The simulator itself",
        _ => Spaced(group.ToString()),
    };

    /// <summary>An address without what only the server's routing reads.</summary>
    public static string Path(string template) => Constraint().Replace(template.Replace("**", "", StringComparison.Ordinal), "{${name}}");

    /// <summary>The paths that an address stands for: parts that may be left out make several of it.</summary>
    public static IEnumerable<string> Paths(string template)
    {
        var whole = "";
        foreach (var part in template.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.EndsWith("?}", StringComparison.Ordinal))
                yield return Path(whole);
            whole += $"/{part.Replace("?}", "}", StringComparison.Ordinal)}";
        }

        yield return whole.Length == 0 ? "/" : Path(whole);
    }

    /// <summary>The names of the parts of a path.</summary>
    public static IEnumerable<string> Parts(string path) => Part().Matches(path).Select(match => match.Groups["name"].Value);

    private static string Spaced(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
            words.Append(words.Length > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
        return words.ToString();
    }

    [GeneratedRegex(@"\{(?<name>\w+):\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.None, 1000)]
    private static partial Regex Part();
}
