using Countersign.AspNetCore.Words;
using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads an upstream's <c>exchange</c>.</summary>
internal static class ExchangeReader
{
    public static ExchangeConfiguration? Read(SectionReader upstream)
    {
        if (upstream.Section("exchange") is not { } section)
            return null;
        var issuer = section.Text("issuer") ?? "";
        var exchange = new ExchangeConfiguration(issuer, ClientReader.Read(section, "exchange-client", "an issuer exchanges tokens only for clients that it knows"))
        {
            TokenEndpoint = BearerReader.Address(section, "token-endpoint", issuer),
            Audiences = section.Texts("audience"),
            Resources = section.Texts("resource", "bad-url", (text, shown) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Fragment.Length == 0
                ? null
                : ($"{shown} is not an absolute URI without a fragment (RFC 8707 §2)", null)),
            Scopes = section.Texts("scopes", "bad-scope", (text, shown) => ValueRules.IsFieldValue(text) && !text.Contains(' ', StringComparison.Ordinal)
                ? null
                : ($"{shown} is not one scope", "write them as a list")),
        };
        if (exchange is { Audiences.IsEmpty: true, Resources.IsEmpty: true })
            section.Context.Error(section.Path, section.Mark, "exchange-target", "there is neither 'audience' nor 'resource'", "say for whom the new token is: one for anybody is no better than the presented one");
        return exchange;
    }

    /// <summary>Reports exchanges on routes where something else than a token of their issuer may let in, so that there would be nothing to exchange, and where nobody knows at which address.</summary>
    public static void Check(GatewayConfiguration gateway, Action<string, string, string, string?> report)
    {
        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)))
        {
            if (route.Upstream?.Exchange is not { } exchange)
                continue;
            var path = $"routes[{i}].upstream.exchange";
            if (route.Access.Kind != AccessKind.AnyOf)
                report(path, "exchange-without-token", $"'{route.Name}' asks for no token that could be exchanged", "name a scheme of type bearer or dpop under access");
            else if (route.Access.AnyOf.FirstOrDefault(id => !IsOf(exchange.Issuer, id)) is { } other)
                report(path + ".issuer", "exchange-without-token", $"'{other}' lets in without a token of '{exchange.Issuer}', and then there is nothing to exchange", "make a scheme of this issuer alone, and a route for it");
            else if (exchange.TokenEndpoint is null && TokensOf(route.Access.AnyOf[0])!.Issuers[0].Metadata is null && ValueRules.UrlFault(exchange.Issuer, out _) is not null)
                report(path, "missing-key", "'token-endpoint' is missing", "the issuer's name is no URL at which its metadata could be");
            if (route.ForwardAuthorization == true)
                report(path, "exchange-and-forward", $"'{route.Name}' forwards Authorization, and the new token takes its place", "remove authorization: forward");
        }

        bool IsOf(string issuer, string id) => TokensOf(id) is { Issuers: [var only] } && only.Name == issuer;

        BearerConfiguration? TokensOf(string id) => gateway.Schemes.FirstOrDefault(scheme => scheme.Id == id) switch
        {
            DpopConfiguration dpop => TokensOf(dpop.Tokens),
            var scheme => scheme as BearerConfiguration,
        };
    }
}
