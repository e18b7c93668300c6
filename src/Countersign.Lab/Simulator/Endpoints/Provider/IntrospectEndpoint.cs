using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Grants;
using Countersign.Tokens;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where resources ask what a token is worth.</summary>
internal sealed class IntrospectEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/introspect";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Says whether a token counts, and what it says (RFC 7662). Clients with a secret may ask, such as demo with demo-secret.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(SimulatedCall.Get("/idp/mint?scope=read"), ProviderCalls.Form(Path, "client_id=demo&client_secret=demo-secret&token={access_token}")),
        new(SimulatedCall.Get("/idp/mint?flaw=expired"), ProviderCalls.Form(Path, "client_id=demo&client_secret=demo-secret&token={access_token}")),
        new(ProviderCalls.Form(Path, "token=something")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var (ask, answer) = await ClientAsk.ReadAsync(request, cancel);
        if (ask is null)
            return answer!;
        if (ask.Client.IsPublic)
            return ClientAsk.Unknown(request, "Only clients with a secret may ask (RFC 7662 §2.1), such as demo with demo-secret.");
        if (ask.Form["token"] is not { } token)
            return ProviderAnswers.Error("invalid_request", "There is no token.");
        if (ask.Provider.RefreshTokens.Find(token) is { } refresh)
            return ProviderAnswers.Json(refresh.Counts(request.Now) ? Active(refresh) : new() { ["active"] = false });
        return ProviderAnswers.Json(await ProviderTokens.FindAsync(request, token, cancel) is { } claims ? Active(claims) : new() { ["active"] = false });
    }

    private static JsonObject Active(RefreshToken token) => new() { ["active"] = true, ["client_id"] = token.Wish.ClientId, ["sub"] = token.Wish.Subject, ["scope"] = string.Join(' ', token.Wish.Scopes) };

    private static JsonObject Active(JwtClaims claims)
    {
        var json = new JsonObject { ["active"] = true };
        foreach (var claim in claims.All.EnumerateObject())
            json[claim.Name] = JsonNode.Parse(claim.Value.GetRawText());
        json["token_type"] = claims.IsBound ? "DPoP" : "Bearer";
        return json;
    }
}
