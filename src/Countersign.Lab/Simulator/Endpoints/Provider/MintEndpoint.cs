using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Tokens on demand.</summary>
internal sealed class MintEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/mint";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story =>
        "Gives a token as it is asked for, signed by the provider: /idp/mint?scope=read&life=60, /idp/mint?uses=3, /idp/mint?flaw=audience. What clients that get their tokens as usual want of them they say by scopes: sim:life=5, sim:uses=3, sim:flaw=expired. ?as=text gives the token alone: curl -H \"Authorization: Bearer $(curl -s URL)\".";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatorParameter> Parameters => [.. TokenWishes.ForAddresses, new(As, "text gives the access token alone.", "json")];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(Path),
        SimulatedVisit.Of("/idp/mint?as=text"),
        Use("", 2),
        Use("alg=RS256", 1),
        Use("form=opaque", 1),
        Use("scope=read&life=60", 1),
        Use("uses=2", 3, "token/expired-early"),
        Use("revoked-after=2", 3, "token/revoked"),
        Use("form=opaque&revoked-after=0", 1, "token/revoked"),
        .. TokenFlaws.All.Select(flaw => new SimulatedVisit(SimulatedCall.Get($"/idp/mint?flaw={flaw.Name}"), Call(flaw.At)) { Provokes = flaw.Provokes }),
    ];

    private const string As = "as";

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (TokenWishes.Read(request, out var fault, As) is not { } wish)
            return ValueTask.FromResult(new SimulatedAnswer(400) { Diagnosis = new($"parameters of {string.Join(", ", Parameters.Select(each => each.Name))}, each with a meaning", fault) });
        var tokens = request.State.Provider.Mint(ProviderPlace.Of(request), request.Client, wish);
        var answer = ProviderAnswers.Json(tokens.ToJson());
        if (request.Query(As) == "text")
            answer.SetText(tokens.AccessToken, "text/plain; charset=utf-8");
        else if (wish.Flaw is { } flaw)
            answer = ProviderAnswers.Json(Told(tokens, flaw));
        return ValueTask.FromResult(answer);
    }

    private static JsonObject Told(MintedTokens tokens, TokenFlaw flaw)
    {
        var json = tokens.ToJson();
        json["wrongOnPurpose"] = flaw.Story;
        return json;
    }

    private static SimulatedVisit Use(string query, int times, params ImmutableArray<string> provokes) =>
        new([SimulatedCall.Get(query.Length == 0 ? "/idp/mint" : $"/idp/mint?{query}"), .. Enumerable.Repeat(Call("/sim/401/bearer"), times)]) { Provokes = provokes };

    private static SimulatedCall Call(string target) => SimulatedCall.Get(target).With("Authorization", "Bearer {access_token}");
}
