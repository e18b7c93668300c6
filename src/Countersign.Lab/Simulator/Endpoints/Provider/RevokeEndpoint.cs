using System.Collections.Immutable;
using Countersign.Lab.Simulator.Provider;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where clients give tokens back.</summary>
internal sealed class RevokeEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/revoke";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Calls a token back (RFC 7009): an access token alone, a refresh token with all that came of its grant.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(SimulatedCall.Get("/idp/mint"), ProviderCalls.Form(Path, "client_id=playground&token={access_token}"), ProviderCalls.WithToken("/sim/401/bearer")) { Provokes = ["token/revoked"] },
        new(SimulatedCall.Get("/idp/mint?refresh=rotate"), ProviderCalls.Form(Path, "client_id=playground&token={refresh_token}"), ProviderCalls.WithToken("/sim/401/bearer")) { Provokes = ["token/revoked"] },
        new(ProviderCalls.Form(Path, "client_id=playground&token=something")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var (ask, answer) = await ClientAsk.ReadAsync(request, cancel);
        if (ask is null)
            return answer!;
        if (ask.Form["token"] is not { } token)
            return ProviderAnswers.Error("invalid_request", "There is no token.");
        if (ask.Provider.RefreshTokens.Find(token) is { } refresh)
        {
            if (refresh.Wish.ClientId != ask.Client.Id)
                return OfAnother();
            refresh.Grant.IsRevoked = true;
        }
        else if (await ProviderTokens.FindAsync(request, token, cancel) is { } claims)
        {
            if (claims.ClientId != ask.Client.Id)
                return OfAnother();
            ask.Provider.Issued(claims.Id)?.IsRevoked = true;
        }

        // RFC 7009 §2.2: of a token that nobody knows the client has what it wants.
        var done = new SimulatedAnswer(200);
        done.Add("Cache-Control", "no-store");
        return done;
    }

    private static SimulatedAnswer OfAnother() => ProviderAnswers.Error("invalid_grant", "The token was given to another client (RFC 7009 §2.1).");
}
