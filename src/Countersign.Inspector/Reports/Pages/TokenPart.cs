using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What tokens say of themselves, each once, with its time beside the server's.</summary>
internal static class TokenPart
{
    private const int MostTokens = 20;

    public static Markup Of(Recording recording)
    {
        var tokens = recording.Exchanges
            .SelectMany(exchange => exchange.Request?.Credentials.Select(shown => (Exchange: exchange, Shown: shown)) ?? [])
            .Where(each => each.Shown.Token is { Shape: not TokenShape.Opaque })
            .DistinctBy(each => each.Shown.Mark).Take(MostTokens);
        return Markup.Join(tokens.Select(each => Of(each.Exchange, each.Shown, each.Shown.Token!)));
    }

    private static Markup Of(Exchange exchange, PresentedCredentials shown, TokenFacts token) => Markup.Of($"""
        <section><h2>Token in {shown.Name}, exchange {exchange.Index + 1}</h2>
        <p class="unchecked"><b>The signature is not checked.</b> {Signed(token)}</p>{Markup.When(token.Fault is not null, Markup.Of($"<p>It can't be read: {token.Fault}</p>"))}
        {TimeBar.Of(token, exchange)}{Members("Header", token.Header)}{Members("Claims", token.Claims)}</section>
        """);

    private static string Signed(TokenFacts token) => token switch
    {
        { Shape: TokenShape.Jwe } => "It is encrypted: what it says only its receiver reads.",
        { IsUnsigned: true } => "There is none: anybody could have written it.",
        _ => "Anybody could have written what stands here.",
    };

    private static Markup Members(string title, ImmutableDictionary<string, JsonElement> members) => members.IsEmpty ? Markup.None : Markup.Of($"""
        <h3 class="minor">{title}</h3><table><tbody>{Markup.Join(members.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => Markup.Of($"<tr><th scope=\"row\">{each.Key}</th><td><code>{each.Value.GetRawText()}</code>{Moment(each.Key, each.Value)}</td></tr>")))}</tbody></table>
        """);

    private static Markup Moment(string name, JsonElement value) =>
        name is "exp" or "nbf" or "iat" or "auth_time" && TimeBar.At(value) is { } at ? Markup.Of($" <span class=\"soft\">{TimeBar.Words(at)}</span>") : Markup.None;
}
