namespace Countersign.EndToEnd.Clients;

/// <summary>How well the texts of a page stand out.</summary>
internal static class Contrast
{
    /// <summary>All texts of a page that stand out too little (WCAG 2.2, 1.4.3), by the colours that the browser computed.</summary>
    public const string FaintTexts = """
        (() => {
          const parts = colour => colour.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const under = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
          const texts = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && (e.value || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) && !e.matches('script, style, option'));
          const faint = texts.filter(e => { const [a, b] = [light(parts(getComputedStyle(e).color)), light(under(e))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5; });
          return `${texts.length > 4 ? '' : 'too few texts: '}${faint.map(e => e.outerHTML).join('\n')}`;
        })()
        """;
}
