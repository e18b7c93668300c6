using System.Globalization;
using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>The life of a token as a bar, from nbf or iat to exp, with the clock of the server that refused it.</summary>
internal static class TimeBar
{
    private const double Left = 20;
    private const double Right = 580;

    /// <summary>The bar; nothing where the token says no end.</summary>
    public static Markup Of(TokenFacts token, Exchange exchange)
    {
        var (from, until) = (At(token, "nbf") ?? At(token, "iat"), At(token, "exp"));
        if (until is not { } end || from > end)
            return Markup.None;
        var begin = from ?? end;
        var now = DateTimeOffset.TryParse(exchange.Response?.Fields.First("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : (DateTimeOffset?)null;
        var (first, last) = (now is { } clock && clock < begin ? clock : begin, now is { } later && later > end ? later : end);
        var whole = Math.Max(1, (last - first).TotalSeconds);
        var (x1, x2) = (X(begin), X(end));
        var state = now is not { } seen ? "The server's clock is not known." : seen > end ? $"By the server's Date it ran out {Span(seen - end)} before." : seen < begin ? $"By the server's Date it begins {Span(begin - seen)} later." : $"By the server's Date it is good for another {Span(end - seen)}.";
        var kind = now is null || (now >= begin && now <= end) ? "life" : "dead";
        return Markup.Of($"""
            <svg viewBox="0 0 600 102" role="img" aria-label="{state}"><line class="axis" x1="20" y1="48" x2="580" y2="48"/>
            <rect class="{kind}" x="{Number(x1)}" y="36" width="{Number(Math.Max(2, x2 - x1))}" height="24"/>
            <text x="{Number(x1)}" y="80" text-anchor="{Anchor(x1)}">{(from is null ? "" : "from")} {(from is null ? "" : Words(begin))}</text>
            <text x="{Number(x2)}" y="94" text-anchor="{Anchor(x2)}">exp {Words(end)}</text>
            {(now is { } tick ? Now(X(tick), tick) : Markup.None)}</svg><p>{state}</p>
            """);

        double X(DateTimeOffset at) => Left + ((Right - Left) * (at - first).TotalSeconds / whole);
    }

    /// <summary>A NumericDate (RFC 7519 §2); null where it is none.</summary>
    public static DateTimeOffset? At(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > -62_135_596_800 and < 253_402_300_799 ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds)) : null;

    public static string Words(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? At(TokenFacts token, string name) => token.Claims.TryGetValue(name, out var value) ? At(value) : null;

    private static Markup Now(double x, DateTimeOffset at) => Markup.Of($"<line class=\"now\" x1=\"{Number(x)}\" y1=\"26\" x2=\"{Number(x)}\" y2=\"66\"/><text x=\"{Number(x)}\" y=\"18\" text-anchor=\"{Anchor(x)}\">server {Words(at)}</text>");

    private static string Anchor(double x) => x < 200 ? "start" : x > 400 ? "end" : "middle";

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => FormattableString.Invariant($"{span.TotalSeconds:0} seconds"),
        { TotalHours: < 2 } => FormattableString.Invariant($"{span.TotalMinutes:0} minutes"),
        { TotalDays: < 2 } => FormattableString.Invariant($"{span.TotalHours:0} hours"),
        _ => FormattableString.Invariant($"{span.TotalDays:0} days"),
    };
}
