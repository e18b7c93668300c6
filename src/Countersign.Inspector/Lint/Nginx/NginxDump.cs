using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What <c>nginx -T</c> wrote: all files of a configuration, each behind its mark. Of the other files of that machine nothing is known.</summary>
internal sealed partial class NginxDump : IConfigurationFiles
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    private NginxDump(string text, MatchCollection marks)
    {
        Main = marks[0].Groups["file"].Value;
        for (var i = 0; i < marks.Count; i++)
        {
            var start = Math.Min(marks[i].Index + marks[i].Length, text.Length);
            _files.TryAdd(marks[i].Groups["file"].Value, text[start..(i + 1 < marks.Count ? marks[i + 1].Index : text.Length)]);
        }
    }

    /// <summary>The file that includes the others.</summary>
    public string Main { get; }

    /// <summary>The files of a dump; null for what is none.</summary>
    public static NginxDump? Of(string text) =>
        text.Contains("# configuration file ", StringComparison.Ordinal) && Mark().Matches(text) is { Count: > 0 } marks ? new(text, marks) : null;

    public string? Read(string path) => _files.GetValueOrDefault(path);

    public bool? Exists(string path) => _files.ContainsKey(path) ? true : null;

    public ImmutableArray<string> Match(string pattern)
    {
        var parts = pattern.Split('/');
        return [.. _files.Keys.Where(file => file.Split('/') is var names && names.Length == parts.Length && parts.Zip(names).All(each => Fits(each.First, each.Second))).Order(StringComparer.Ordinal)];
    }

    private static bool Fits(string pattern, string name) => pattern == name || (!(name.StartsWith('.') && !pattern.StartsWith('.')) && Glob.IsMatch(pattern, name));

    [GeneratedRegex(@"^# configuration file (?<file>[^\r\n]+):\r?\n", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Mark();
}
