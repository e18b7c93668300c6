using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Admission;

/// <summary>The one look of all pages: dark and light, and narrow as a phone. It stands in the page, where a hash lets it and nothing else apply.</summary>
internal static class PageStyle
{
    /// <summary>What every page needs.</summary>
    public const string Plain =
        ":root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#d9dee5;--edge:#77818e;--paper:#f6f7f9;--card:#fff;--mark:#3157d5;--on:#fff;--bad:#b3261e;--good:#1d6b34}"
        + "@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a3aebd;--line:#313a47;--edge:#7d8999;--paper:#12161c;--card:#1a2029;--mark:#8ea8ff;--on:#0d1220;--bad:#ff9a91;--good:#7fd69a}}"
        + "*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--paper);"
        + "color:var(--ink);font:1rem/1.6 system-ui,sans-serif}main{max-width:34rem;width:100%;background:var(--card);border:1px solid var(--line);"
        + "border-top:4px solid var(--mark);border-radius:.5rem;padding:2rem}h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}"
        + "p{margin:0 0 1rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:1.5rem 0 0;padding-top:1rem;"
        + "border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}"
        + "code{font:.95em ui-monospace,monospace;user-select:all}"
        + "@media(max-width:26rem){body{padding:1rem}main{padding:1.25rem}}";

    /// <summary>What pages with forms need beyond that.</summary>
    public const string Forms =
        Plain
        + "main{max-width:26rem}main.wide{max-width:44rem}h2{font-size:1.15rem;line-height:1.3;margin:2rem 0 .75rem}a{color:var(--mark)}"
        + ".logo{display:block;max-width:100%;max-height:4rem;margin:0 0 1.25rem}.service{margin:0 0 .25rem;color:var(--soft);font-size:.9rem}"
        + "label{display:block;font-weight:600;margin:0 0 .25rem}input:not([type=checkbox]){display:block;width:100%;font:inherit;color:inherit;"
        + "background:var(--card);border:1px solid var(--edge);border-radius:.375rem;padding:.5rem .75rem;margin:0 0 1rem}"
        + "input[aria-invalid]{border-color:var(--bad);border-width:2px}.check{display:flex;gap:.5rem;align-items:center;margin:0 0 1rem}"
        + ".check label{margin:0;font-weight:400}.check input{width:1.125rem;height:1.125rem;flex:none}"
        + "button,.button{display:block;width:100%;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;"
        + "color:var(--on);background:var(--mark);border:1px solid var(--mark);border-radius:.375rem;padding:.5rem 1rem;margin:0 0 .75rem}"
        + ".second{color:var(--mark);background:transparent}:focus-visible{outline:3px solid var(--mark);outline-offset:2px}"
        + ".note{border-left:4px solid var(--mark);background:var(--paper);padding:.75rem 1rem;margin:0 0 1.25rem}"
        + ".note.bad{border-color:var(--bad)}.note.good{border-color:var(--good)}.note p:last-child{margin:0}.note code{overflow-wrap:anywhere}"
        + ".or{text-align:center;color:var(--soft);margin:1rem 0}.sessions{list-style:none;margin:0;padding:0}.sessions li{display:flex;flex-wrap:wrap;"
        + "gap:.25rem 1rem;justify-content:space-between;align-items:center;border-top:1px solid var(--line);padding:.75rem 0}"
        + ".sessions p{margin:0}.sessions form{margin:0}.sessions button{width:auto;margin:0}.small{font-size:.9rem;color:var(--soft);overflow-wrap:anywhere}"
        + ".codes{list-style:none;margin:0 0 1.25rem;padding:0;columns:2;font-size:1.1rem}.qr{display:block;max-width:100%;height:auto;margin:0 auto}[hidden]{display:none}"
        + "@media(prefers-reduced-motion:no-preference){button,.button,input{transition:border-color .15s,background-color .15s}}";

    /// <summary>Lets <see cref="Plain"/> apply (CSP3 §6.7.3.3).</summary>
    public static string PlainSource { get; } = SourceOf(Plain);

    /// <summary>Lets <see cref="Forms"/> apply.</summary>
    public static string FormsSource { get; } = SourceOf(Forms);

    private static string SourceOf(string style) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'";
}
