using System.Collections.Immutable;

namespace Countersign.Inspector.Lint;

/// <summary>The kinds of configuration that can be judged.</summary>
internal static class LintCatalogue
{
    public static ImmutableArray<ConfigurationLinter> All { get; } =
    [
        new Nginx.NginxLinter(),
        new Apache.ApacheLinter(),
        new Htpasswd.HtpasswdLinter(),
        new Caddy.CaddyLinter(),
        new Haproxy.HaproxyLinter(),
    ];

    /// <summary>Whether a file is one of text at all.</summary>
    public static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().Count('\uFFFD') <= text.Length / 20;

    /// <summary>Who judges a file; null where nobody knows its kind.</summary>
    public static ConfigurationLinter? Of(string file, string text) =>
        All.Select(linter => (Linter: linter, Sureness: linter.Recognizes(file, text))).Where(each => each.Sureness > 0).OrderByDescending(each => each.Sureness).FirstOrDefault().Linter;
}
