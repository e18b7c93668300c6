using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Tokens;
using Countersign.Lab.Simulator.Provider;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>What the provider tells of a person.</summary>
internal sealed class UserInfoEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/userinfo";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Tells of the person who signed in (OpenID Connect Core §5.3), for an access token of the provider with the scope openid, by Bearer or DPoP.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(Path),
        new(SimulatedCall.Get("/idp/mint?scope=openid"), ProviderCalls.WithToken(Path)),
        new(SimulatedCall.Get("/idp/mint?scope=read"), ProviderCalls.WithToken(Path)) { Provokes = ["token/scope-missing"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var place = new ProtectedPlace([new DpopKind(TokenPlace.OfProvider), new BearerKind(TokenPlace.OfProvider)]);
        var judged = await place.JudgeAsync(request, cancel);
        var answer = place.Answer(judged);
        if (judged.Decision.Subject is not { } person)
            return answer;
        answer.Content = ProviderAnswers.Json(Tell(person.Name)).Content;
        answer.MediaType = "application/json";
        return answer;
    }

    private static JsonObject Tell(string name) => new() { ["sub"] = name, ["name"] = name, ["email"] = $"{Uri.EscapeDataString(name)}@example.org", ["email_verified"] = true };
}
