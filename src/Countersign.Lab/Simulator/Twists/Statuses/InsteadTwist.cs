using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Endpoints.Protected;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Twists.Statuses;

/// <summary>Answers with something else where 401 belongs.</summary>
internal sealed class InsteadTwist : RefusalTwist
{
    private const string Permission = "permission";

    public override string Name => "instead";

    public override SimulatorGroup Group => SimulatorGroup.StatusChoice;

    public override string Story => "Answers with another status where 401 belongs (RFC 9110 §11.4, §15.5.2).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Redirect(302),
        Redirect(303),
        Redirect(307),
        new(Json(new("login-page", "The page to sign in comes as success, with 200.", "status/login-page-as-success")), LoginPage),
        new(new("json-200", "The refusal comes as JSON with 200.", "status/refusal-as-success"), JsonAsSuccess),
        new(Compared(new("403", "403 without a challenge to those who sent nothing; it is for those who are known (RFC 9110 §15.5.4).", "status/forbidden-without-credentials")), (answer, judged) => Only(answer, !IsPresented(judged), 403)),
        new(Compared(new("400", "400 to those who sent nothing, as if their request were broken (RFC 9110 §15.5.1).", "status/bad-request-without-credentials")), (answer, judged) => Only(answer, !IsPresented(judged), 400)),
        new(new("400-wrong", "401 to those who sent nothing, and 400 to wrong credentials (RFC 9110 §15.5.1, §11.4).") { Authorization = Wrong, AskedFirst = true }, (answer, judged) => Only(answer, IsPresented(judged), 400)),
        new(Compared(new("404", "404, which hides what is there; a server may (RFC 9110 §15.5.4).", "status/hidden-from-strangers")), (answer, _) => Only(answer, true, 404)),
        new(new("407", "407 from a server that is no proxy of the client, with the challenge of one (RFC 9110 §15.5.8).", "status/proxy-status-from-origin"), (answer, _) => AsProxy(answer, "Proxy-Authenticate")),
        new(new("407-other-field", "407 from a server that is no proxy, with WWW-Authenticate (RFC 9110 §11.7.1).", "status/proxy-status-from-origin", "challenge/wrong-field"), (answer, _) => AsProxy(answer, ChallengeText.Field)),
        new(new("407-absent", "407 from a server that is no proxy, without any challenge (RFC 9110 §15.5.8).", "status/proxy-status-from-origin", "challenge/missing-proxy"), (answer, _) => Only(answer, true, 407)),
        Product(419, "419, as Laravel says that a page expired; it is not registered (RFC 9110 §15)."),
        Product(440, "440, as IIS says that a session ended; it is not registered (RFC 9110 §15)."),
        Product(498, "498, as Esri says that a token is invalid; it is not registered (RFC 9110 §15)."),
        Product(499, "499, as Esri says that a token is missing; it is not registered (RFC 9110 §15)."),
        new(new("500", "401 to those who sent nothing, and 500 to wrong credentials: the server fails over what strangers send (RFC 9110 §11.4).", "status/failure-on-credentials") { Authorization = Wrong, AskedFirst = true }, (answer, judged) => Only(answer, IsPresented(judged), 500)),
        new(new("throttled", "401 where the client has to wait: 429 says so (RFC 6585 §4).", "status/throttled-as-unauthorized"), (answer, _) =>
        {
            answer.Add("Retry-After", "30");
            answer.SetText("Too many attempts. Try again in 30 seconds.\n", "text/plain; charset=utf-8");
        }),
        new(new(Permission, "401 to good credentials as well, as where somebody may not: 403 says so, and 401 has clients throw good credentials away (RFC 9110 §11.4, §15.5.4)."), (_, _) => { }),
        new(new("open-head", "200 to HEAD, where GET is guarded (RFC 9110 §9.3.2)."), (answer, judged) => Only(answer, HttpMethods.IsHead(judged.Request.Method), 200)),
        new(new("511", "511, by which a network asks for its own login (RFC 6585 §6).", "status/network-login"), (answer, _) => Only(answer, true, 511)),
    ];

    public override bool Refuses(Judged judged, string value) => value == Permission;

    private static string Wrong => LoginParameters.BasicOf("anna:falsch");

    private static TwistValue Json(TwistValue value) => value with { Fields = [("Accept", "application/json")] };

    private static TwistValue Compared(TwistValue value) => value with { Authorization = LoginParameters.Basic, AskedFirst = true };

    private static bool IsPresented(Judged judged) => judged.Decision.CredentialsPresented;

    private static TwistRow Redirect(int status)
    {
        var name = status.ToString(CultureInfo.InvariantCulture);
        return new(Json(new(name, $"{name} to a page to sign in, which says nothing to a program.", "status/redirect-to-login")), (answer, judged) =>
        {
            Only(answer, true, status);
            answer.Add("Location", $"{SignInPage.Address}?return={Uri.EscapeDataString(judged.Request.Place)}");
        });
    }

    private static TwistRow Product(int status, string story) => new(new(status.ToString(CultureInfo.InvariantCulture), story, "status/unregistered-status"), (answer, _) => Only(answer, true, status));

    private static void Only(SimulatedAnswer answer, bool isMeant, int status)
    {
        if (!isMeant)
            return;
        answer.Status = status;
        answer.Remove(ChallengeText.Field);
    }

    private static void AsProxy(SimulatedAnswer answer, string field)
    {
        var lines = ChallengeText.Lines(answer);
        Only(answer, true, 407);
        foreach (var line in lines)
            answer.Add(field, line);
    }

    private static void LoginPage(SimulatedAnswer answer, Judged judged)
    {
        Only(answer, true, 200);
        answer.SetText(SignInPage.Text(judged.Request.Place), SignInPage.MediaType);
    }

    private static void JsonAsSuccess(SimulatedAnswer answer, Judged judged)
    {
        Only(answer, true, 200);
        answer.SetText("{\"success\":false,\"status\":401,\"error\":\"Unauthorized\"}\n", "application/json");
    }
}
