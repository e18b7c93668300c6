using System.Security.Cryptography;
using System.Text;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>The look of the page: dark and light, narrow and wide, and on paper. A hash lets it apply, and nothing else.</summary>
internal static class PageStyle
{
    /// <summary>How the parts look, in the colours of the page that they stand in.</summary>
    public const string Parts =
        "*{box-sizing:border-box}body{margin:0;padding:1.5rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif}"
        + "main{max-width:64rem;margin:0 auto}section,header.top{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem 1.5rem;margin:0 0 1.25rem}"
        + ".top{border-top:4px solid var(--mark)}.top.bad{border-top-color:var(--bad)}.top.good{border-top-color:var(--good)}"
        + "h1{font-size:1.4rem;line-height:1.35;margin:0 0 1rem;overflow-wrap:anywhere}h2.verdict{font-size:1.3rem}h2{font-size:1.15rem;line-height:1.3;margin:0 0 .75rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:1.25rem 0 .5rem;overflow-wrap:anywhere}"
        + "h3.minor{font-size:.9rem;margin:1rem 0 .25rem;color:var(--soft)}p{margin:0 0 .75rem}a{color:var(--mark)}:focus-visible{outline:3px solid var(--mark);outline-offset:2px}"
        + ".soft{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}.facts,.say{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0 0 .5rem;padding:0;list-style:none;font-size:.9rem}"
        + "code,pre,.wire{font:.875rem/1.6 ui-monospace,monospace}pre{background:var(--paper);border:1px solid var(--line);border-radius:.375rem;padding:.75rem;margin:.5rem 0;overflow:auto;tab-size:4}"
        + "pre.copy{user-select:all}.gone{color:var(--bad)}.come{color:var(--good)}"
        + "details{margin:.25rem 0}summary{cursor:pointer;font-weight:600}table{border-collapse:collapse;width:100%;font-size:.9rem}.wide{overflow-x:auto}.wide table{min-width:40rem}"
        + "th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}thead th{border-top:0;color:var(--soft);font-weight:600}#exchanges :is(th,td){overflow-wrap:break-word}#exchanges td code{overflow-wrap:anywhere}"
        + ".wire{list-style:none;margin:.25rem 0 .75rem;padding:.5rem .75rem;background:var(--paper);border:1px solid var(--line);border-radius:.375rem;overflow-wrap:anywhere}"
        + ".wire>li{padding:0 0 0 1.5rem;text-indent:-1.5rem}.wire>li>*{text-indent:0}.name{color:var(--soft)}.name[title]{text-decoration:underline dotted}"
        + "mark{color:inherit;border-bottom:2px solid}mark.error{background:var(--on-bad);border-color:var(--bad)}mark.warning{background:var(--on-warn);border-color:var(--warn)}"
        + "mark.info{background:var(--on-info);border-color:var(--mark)}mark.good{background:var(--on-good);border-color:var(--good)}mark.gap{padding:0 .15em;margin:0 .05em}"
        + ".finding{border-left:4px solid var(--edge);padding:.1rem 0 .1rem 1rem;margin:0 0 1rem}.finding.error{border-color:var(--bad)}.finding.warning{border-color:var(--warn)}"
        + ".finding.info{border-color:var(--mark)}.finding.good{border-color:var(--good)}.finding p{margin:0 0 .25rem}.level{font-weight:700}.error>.say .level,.level.error{color:var(--bad)}"
        + ".warning>.say .level,.level.warning{color:var(--warn)}.info>.say .level,.level.info{color:var(--mark)}.good>.say .level,.level.good{color:var(--good)}"
        + "ul.tree{list-style:none;margin:.25rem 0;padding:0 0 0 1rem;border-left:2px solid var(--line)}ul.tree li{overflow-wrap:anywhere}"
        + "svg{display:block;width:100%;height:auto;max-width:46rem}svg text{font:12px system-ui,sans-serif;fill:var(--ink)}.life{fill:var(--on-good);stroke:var(--good)}.dead{fill:var(--on-bad);stroke:var(--bad)}"
        + ".axis{stroke:var(--edge);stroke-width:2}.now{stroke:var(--mark);stroke-width:3}.unchecked{border:2px dashed var(--warn);padding:.5rem .75rem;border-radius:.375rem}"
        + ".notrun{color:var(--soft);font-style:italic}.skip{position:absolute;left:-100vw}.skip:focus{position:static}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0 0 1.25rem;padding:0}"
        + "@media(max-width:36rem){body{padding:.75rem}section,header.top{padding:1rem}}@media print{body{background:none}section{break-inside:avoid}}";

    /// <summary>The style sheet.</summary>
    public const string Sheet =
        ":root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#d9dee5;--edge:#77818e;--paper:#f6f7f9;--card:#fff;--mark:#3157d5;--bad:#b3261e;--warn:#855300;--good:#1d6b34;"
        + "--on-bad:#fbe3e1;--on-warn:#fdf0d8;--on-info:#e3eafd;--on-good:#e0f3e5}"
        + "@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a3aebd;--line:#313a47;--edge:#7d8999;--paper:#12161c;--card:#1a2029;--mark:#8ea8ff;--bad:#ff9a91;--warn:#f3bd6a;--good:#7fd69a;"
        + "--on-bad:#46201e;--on-warn:#402f12;--on-info:#232f52;--on-good:#17361f}}"
        + Parts;

    /// <summary>Lets it apply (CSP3 §6.7.3.3).</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'";
}
