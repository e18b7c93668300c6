using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What browsers, scripts, crawlers, monitors and caches make of the answer.</summary>
internal static class ConsumersPart
{
    public static Markup Of(Verdict verdict)
    {
        if (verdict.About is not { } about || Consumers.Of(about) is not { IsEmpty: false } consumers)
            return Markup.None;
        return Markup.Of($"""
            <section id="others"><h2>What others make of it</h2><table><tbody>{Markup.Join(consumers.Select(each => Markup.Of($"<tr><th scope=\"row\">{each.Kind}</th><td>{each.Makes}</td></tr>")))}</tbody></table></section>
            """);
    }
}
