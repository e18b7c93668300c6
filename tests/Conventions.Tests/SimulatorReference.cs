using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Endpoints.Index;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Simulator.Twists;

namespace Countersign.Conventions;

/// <summary>Writes the reference of the simulator from its catalogues.</summary>
internal static class SimulatorReference
{
    /// <summary>docs/reference/simulator.md</summary>
    public static string Write()
    {
        var page = new StringBuilder("""
            # The simulator's addresses

            What `countersign simulate` answers. Generated from its catalogues; do not edit it by hand. [How to use it](../how-to/simulate.md). Checks are those of
            [`countersign inspect`](checks.md) that find what is wrong on purpose; where there are none, it is right, or one exchange does not show it.


            """.ReplaceLineEndings("\n"));
        foreach (var group in SimulatorCatalogue.All.GroupBy(endpoint => endpoint.Group))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {CatalogueWords.Of(group.Key)}\n");
            foreach (var endpoint in group)
                Write(page, endpoint);
            page.Append('\n');
        }

        page.Append("## Schemes of `/sim`\n\n| scheme | what it is | parameters |\n|---|---|---|\n");
        foreach (var kind in SchemeKinds.All)
            page.Append(CultureInfo.InvariantCulture, $"| `{kind.Name}` | {Text(kind.Story)} | {string.Join(", ", kind.Parameters.Select(parameter => $"`{parameter.Name}`"))} |\n");
        page.Append("\n## Twists of `/sim`\n");
        foreach (var twist in TwistCatalogue.All)
            Write(page, twist);
        page.Append(CultureInfo.InvariantCulture, $"\n## Twists of the proxy\n\nLabels before `{ProxyTarget.Name}`: `http://digest.strip-authorization.{ProxyTarget.Name}/`.\n\n| label | what it does | checks |\n|---|---|---|\n");
        foreach (var twist in ProxyTwists.All)
            page.Append(CultureInfo.InvariantCulture, $"| `{twist.Name}` | {Text(twist.Story)} | {Checks(twist.Provokes)} |\n");
        return page.ToString();
    }

    private static void Write(StringBuilder page, SimulatedEndpoint endpoint)
    {
        var methods = endpoint.Methods.IsEmpty ? "" : $" ({string.Join(", ", endpoint.Methods)})";
        page.Append(CultureInfo.InvariantCulture, $"\n### `{CatalogueWords.Path(endpoint.Path)}`{methods}\n\n{Text(endpoint.Story)}\n");

        // Those of /sim have a section of their own.
        var parameters = endpoint.Parameters.Where(parameter => endpoint.Group != SimulatorGroup.Challenge || TwistCatalogue.Find(parameter.Name) is null).DistinctBy(parameter => parameter.Name).ToList();
        if (parameters.Count == 0)
            return;
        page.Append("\n| parameter | what it does | default |\n|---|---|---|\n");
        foreach (var parameter in parameters)
            page.Append(CultureInfo.InvariantCulture, $"| `{parameter.Name}` | {Text(parameter.Meaning)} | {(parameter.Default is { Length: > 0 } otherwise ? $"`{otherwise}`" : "")} |\n");
    }

    private static void Write(StringBuilder page, Twist twist)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### `{twist.Name}`\n\n{Text(twist.Story)}\n\n| {(twist.IsClosed ? "value" : "such as")} | what it does | checks |\n|---|---|---|\n");
        foreach (var value in twist.Values)
            page.Append(CultureInfo.InvariantCulture, $"| `{value.Value.Replace("|", "\\|", StringComparison.Ordinal)}` | {Text(value.Story)} | {Checks(value.Provokes)} |\n");
    }

    private static string Checks(ImmutableArray<string> ids) => string.Join(", ", ids.Select(id => $"[{id}](checks.md#{id.Replace("/", "", StringComparison.Ordinal)})"));

    private static string Text(string sentence) => sentence.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
