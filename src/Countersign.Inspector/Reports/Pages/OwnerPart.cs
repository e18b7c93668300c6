using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What the owner changes, for every framework that there is code for; that of the server is open.</summary>
internal static class OwnerPart
{
    public static Markup Of(Inspection inspection, Framework? framework)
    {
        var fixes = OwnerFix.Of(inspection, framework);
        return fixes.IsEmpty ? Markup.None : Markup.Of($"""
            <section id="owner"><h2>What the owner changes</h2>
            {Markup.When(fixes[0].Framework is not null, Markup.Of($"<p class=\"soft\">The server looks like {fixes[0].Framework?.Title}.</p>"))}{Markup.Join(fixes.Select(Of))}</section>
            """);
    }

    private static Markup Of(OwnerFix fix) => Markup.Of($"""
        <h3>{fix.Remedy.Does}</h3>
        {Markup.Join(OwnerSnippets.For(fix.Remedy).OrderByDescending(each => each == fix.Framework).Select(each => Of(fix, each)))}
        """);

    private static Markup Of(OwnerFix fix, Framework framework)
    {
        var open = Markup.When(framework == fix.Framework, Markup.Of($" open"));
        return Markup.Of($"<details{open}><summary>{framework.Caption}</summary><pre class=\"copy\" tabindex=\"0\" aria-label=\"{fix.Remedy.Does}: {framework.Title}\">{Code(fix.Remedy, framework)}</pre></details>");
    }

    // Blanks for tabs, which would be shown as characters that steer.
    private static string? Code(Remedy remedy, Framework framework) => OwnerSnippets.Of(remedy, framework)?.Replace("\t", "    ", StringComparison.Ordinal);
}
