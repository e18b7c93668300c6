using System.Collections.Immutable;
using Countersign.Lab.Simulator.Endpoints.Protected;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Twists.Cors;

/// <summary>What scripts of other origins may do and see (Fetch, CORS protocol).</summary>
internal sealed class CorsTwist : Twist
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";
    private const string AllowHeaders = "Access-Control-Allow-Headers";
    private const string Expose = "Access-Control-Expose-Headers";
    private const string AskedMethod = "Access-Control-Request-Method";
    private const string Page = "https://shop.example";

    public override string Name => "cors";

    public override SimulatorGroup Group => SimulatorGroup.Cors;

    public override string Story => "Lets scripts of other origins ask, rightly or not (Fetch, CORS protocol). Without it none of them may.";

    public override ImmutableArray<TwistValue> Values =>
    [
        Script(new("allowed", "As it should be: preflights are answered before authentication and allow Authorization, and scripts can read refusals with their challenges.")),
        Preflight(new("preflight-401", "Preflights, which never have credentials, are asked for them: no script gets further.", "cors/preflight-refused")),
        Preflight(new("preflight-redirect", "Preflights are sent to a page to sign in: no script gets further.", "cors/preflight-refused")),
        Preflight(new("authorization-unnamed", "Preflights are allowed without naming Authorization, so that no script sends it.", "cors/authorization-not-allowed")),
        Preflight(new("headers-star", "Preflights are allowed with * for all fields, which does not cover Authorization; some browsers let it pass still.", "cors/authorization-not-allowed")),
        Script(new("unreadable", "Refusals have no Access-Control-Allow-Origin, and success has: scripts see a network error, and no 401.", "cors/refusal-unreadable")) with { AskedFirst = true, Authorization = LoginParameters.Basic },
        Script(new("wildcard", "Any origin may ask with credentials, which browsers take for none.", "cors/wildcard-with-credentials")),
        Script(new("two-origins", "The origin stands there twice, as where a program and the proxy before it both add it: browsers hide the answer.", "cors/two-origins")),
        Script(new("unexposed", "Scripts see the 401, and not its challenge.", "cors/challenge-not-exposed")),
    ];

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        var request = judged.Request;
        answer.Add("Vary", "Origin");
        if (request.Field("Origin") is not { } origin)
            return;
        var isPreflight = HttpMethods.IsOptions(request.Method) && request.Field(AskedMethod) is not null;
        if (value == "unreadable" && !isPreflight && !judged.Decision.IsAdmitted)
            return;
        if (isPreflight && !AnswerPreflight(answer, request, value))
            return;
        answer.Set(AllowOrigin, value == "wildcard" ? "*" : origin);
        if (value == "wildcard")
            answer.Set("Access-Control-Allow-Credentials", "true");
        if (value == "two-origins")
            answer.Add(AllowOrigin, origin);
        if (value != "unexposed" && !isPreflight)
            answer.Set(Expose, $"{ChallengeText.Field}, {AnswerWriter.Mark}, {AnswerWriter.Reason}, {AnswerWriter.Checks}");
    }

    // Whether it is allowed.
    private static bool AnswerPreflight(SimulatedAnswer answer, SimulatedRequest request, string value)
    {
        if (value == "preflight-401")
            return false;
        answer.Remove(ChallengeText.Field);
        if (value == "preflight-redirect")
        {
            answer.Status = 302;
            answer.Set("Location", SignInPage.Address);
            return false;
        }

        answer.Status = 204;
        answer.Remove("Cache-Control");
        answer.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        answer.Set(AllowHeaders, value switch
        {
            "authorization-unnamed" => "Content-Type",
            "headers-star" => "*",
            _ => $"Authorization, Content-Type, {Clients.SimulatorClients.Field}",
        });
        answer.Set("Access-Control-Max-Age", "600");
        return true;
    }

    private static TwistValue Script(TwistValue value) => value with { Fields = [("Origin", Page)] };

    private static TwistValue Preflight(TwistValue value) => value with { Method = "OPTIONS", Fields = [("Origin", Page), (AskedMethod, "GET"), ("Access-Control-Request-Headers", "authorization")] };
}
