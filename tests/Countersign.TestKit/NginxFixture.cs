using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.TestKit;

/// <summary>A configuration of nginx that stands in a file of its own, with what a stranger gets from it at its head: <c># GET http://a.example:8080/x 401</c>.</summary>
/// <param name="Name">Its folder and name.</param>
/// <param name="Text">The configuration.</param>
public sealed partial record NginxFixture(string Name, string Text)
{
    /// <summary>The folder of all of them.</summary>
    public static string Root { get; } = Path.Combine(Vectors.Root, "tests", "Fixtures", "lint", "nginx");

    /// <summary>The files that they name by absolute names.</summary>
    public static string Files { get; } = Path.Combine(Root, "root");

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Names { get; } =
        Directory.GetFiles(Root, "*.conf", SearchOption.AllDirectories).Where(file => !file.StartsWith(Files, StringComparison.Ordinal)).Select(file => Path.ChangeExtension(Path.GetRelativePath(Root, file), null).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    /// <summary>What is asked for, and what comes of it.</summary>
    public IEnumerable<NginxAsked> Asked => Line().Matches(Text).Select(line => new NginxAsked(
        line.Groups["method"].Value,
        new(line.Groups["url"].Value),
        int.Parse(line.Groups["status"].ValueSpan, CultureInfo.InvariantCulture),
        line.Groups["undecided"].Success,
        line.Groups["field"].Success ? line.Groups["field"].Value : null,
        line.Groups["value"].Success ? line.Groups["value"].Value : null));

    public static NginxFixture Of(string name) => new(name, File.ReadAllText(Path.Combine(Root, name + ".conf")));

    [GeneratedRegex(@"^# (?<method>[A-Z]+) (?<url>https?://\S+) (?<status>\d+)(?<undecided> undecided)?( \| (?<field>[\w-]+): (?<value>.+))?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Line();
}
