using System.Globalization;
using System.Text;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Conventions;

/// <summary>Writes docs/reference/owner-fixes.md from <see cref="Remedy"/> and the snippets.</summary>
internal static class OwnerFixesReference
{
    private const string Opening = """
        # Code by which owners mend what was found

        What `countersign inspect` shows the owner of a server, in the framework that the answers show or `--framework` names. Generated from the snippets; do
        not edit it by hand.

        *tried*: the tests put the snippet into a smallest application, start the real framework, and see that the inspector's finding is there before and gone
        after, and that nothing of Warning or above came in its place. *not tried*: by the framework's documentation alone, as the tests can't install it. –:
        the framework can't do it by itself.

        """;

    /// <summary>The whole page, with line feeds as line ends.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        page.Append(CultureInfo.InvariantCulture, $"\n| | {string.Join(" | ", Framework.All.Select(framework => framework.Title))} |\n|---|{string.Concat(Framework.All.Select(_ => "---|"))}\n");
        foreach (var remedy in Remedy.All)
            page.Append(CultureInfo.InvariantCulture, $"| [{remedy.Name}](#{remedy.Name}) | {string.Join(" | ", Framework.All.Select(framework => OwnerSnippets.Of(remedy, framework) is null ? "–" : framework.IsTried ? "tried" : "not tried"))} |\n");
        foreach (var remedy in Remedy.All)
        {
            var checks = CheckCatalogue.Exchanges.Select(check => check.Row).Where(row => row.Remedy == remedy).Select(row => $"[{row.Id}](checks.md#{row.Id.Replace("/", "", StringComparison.Ordinal)})");
            page.Append(CultureInfo.InvariantCulture, $"\n## {remedy.Name}\n\n{remedy.Does}. For {string.Join(", ", checks)}.\n");
            foreach (var framework in OwnerSnippets.For(remedy))
                page.Append(CultureInfo.InvariantCulture, $"\n{framework.Title}:\n\n```{framework.Language}\n{OwnerSnippets.Of(remedy, framework)}\n```\n");
        }

        return page.ToString();
    }
}
