using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Endpoints.Protected;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Sessions;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Endpoints.Sessions;

/// <summary>Where people sign in and get the cookie of a session.</summary>
internal sealed class SessionSignInEndpoint : SimulatedEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Address = $"{SessionCookies.Folder}/sign-in";

    public override string Path => Address;

    public override SimulatorGroup Group => SimulatorGroup.Cookies;

    public override string Story => "Signs in by a form with user and password, or by Basic, sets the cookie of a session, and leads to where it counts (303). GET without credentials shows the form.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override ImmutableArray<SimulatorParameter> Parameters =>
    [
        LoginParameters.User, LoginParameters.Password,
        new("set", string.Join(' ', SessionCookies.Ways.Select(way => $"{way.Value}: {way.Story}")), "right"),
        new("return", "Where it leads to then; a path.", SessionAccountEndpoint.Address),
    ];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(SignIn(), Account()),
        new(SignIn("expired"), SimulatedCall.Get(SessionAccountEndpoint.Address)),
        new(SignIn("path"), SimulatedCall.Get(SessionAccountEndpoint.Address)) { Provokes = ["cookies/out-of-reach"] },
        new(SignIn("strict"), SimulatedCall.Get(SessionAccountEndpoint.Address).With("Sec-Fetch-Site", "cross-site").With("Sec-Fetch-Mode", "navigate")) { Provokes = ["cookies/withheld"] },
        new(SignIn("cross-site")) { Provokes = ["cookies/not-kept"] },
        new(SignIn("domain")) { Provokes = ["cookies/not-kept"] },
        new(SignIn("host")) { Provokes = ["cookies/broken-prefix"] },
        new(SignIn("readable")) { Provokes = ["cookies/not-http-only"] },
        new(SignIn("long"), Account()) { Provokes = ["cookies/too-long"] },
        new(SimulatedCall.Get(Address)),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var way = request.Query("set") ?? "right";
        if (SessionCookies.Ways.All(each => each.Value != way))
            return new(400) { Diagnosis = new($"set to be one of {string.Join(", ", SessionCookies.Ways.Select(each => each.Value))}", "another one") };
        if (request.Facts.FieldCount("Authorization") > 0)
        {
            var place = new ProtectedPlace([new BasicKind()]);
            var judged = await place.JudgeAsync(request, cancel);
            return judged.Decision.IsAdmitted ? Begin(request, way) : place.Answer(judged);
        }

        return !HttpMethods.IsPost(request.Method) ? Form(200) : await SessionForm.IsGoodAsync(request, cancel) ? Begin(request, way) : Wrong();
    }

    private static SimulatedCall SignIn(string? way = null) =>
        new SimulatedCall("POST", way is null ? Address : $"{Address}?set={way}") { Content = "user=anna&password=secret" }.With("Content-Type", "application/x-www-form-urlencoded");

    private static SimulatedCall Account() => SimulatedCall.Get(SessionAccountEndpoint.Address).WithCookies();

    private static SimulatedAnswer Begin(SimulatedRequest request, string way)
    {
        var user = SessionForm.UserOf(request);
        var answer = new SimulatedAnswer(303) { Diagnosis = new("a name and its password", "both") { Subject = user } };
        foreach (var line in SessionCookies.Lines(way, request.State.Sessions.Begin(user, request.Client.Next("session")), request.Now))
            answer.Add("Set-Cookie", line);

        answer.Add("Location", SessionForm.ReturnOf(request) ?? SessionAccountEndpoint.Address);
        answer.Add("Cache-Control", "no-store");
        return answer;
    }

    private static SimulatedAnswer Form(int status)
    {
        var answer = new SimulatedAnswer(status);
        answer.SetText(SignInPage.Text("", ""), SignInPage.MediaType);
        answer.Add("Cache-Control", "no-store");
        return answer;
    }

    // The form is asked for once more: nobody is authenticated by a challenge here (RFC 9110 §15.5.2 would want one with 401).
    private static SimulatedAnswer Wrong()
    {
        var answer = Form(403);
        answer.Diagnosis = new("the user and the password of the address", "another one, or none") { Refusal = Refusal.BasicWrongPassword, Fix = [new(RequestChangeKind.Authenticate, "Basic")] };
        return answer;
    }
}
