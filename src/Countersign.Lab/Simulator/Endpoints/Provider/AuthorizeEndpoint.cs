using System.Collections.Immutable;
using System.Net;
using Countersign.Lab.Simulator.Provider;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where people sign in.</summary>
internal sealed class AuthorizeEndpoint : SimulatedEndpoint
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // RFC 7636 appendix B
    private const string Ask = $"/idp/authorize?response_type=code&client_id=playground&redirect_uri=http%3A%2F%2F127.0.0.1%3A8400%2Fcallback&scope=openid%20read&state=s1&code_challenge={Challenge}&code_challenge_method=S256";

    public override string Path => "/idp/authorize";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story =>
        "Where people sign in and agree, with one click (RFC 6749 §4.1, with PKCE S256). Programs add &auto=1 and are sent back at once; prompt=none is answered by what was agreed to before. A client_id that nobody registered is taken for a program on this machine, with any loopback redirect_uri; redirect_uris of registered clients are compared character for character.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override ImmutableArray<SimulatorParameter> Parameters => [new("auto", "1 agrees at once.")];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(Ask),
        SimulatedVisit.Of($"{Ask}&auto=1"),
        new(SimulatedCall.Get($"{Ask}&auto=1"), Token("code={code}&redirect_uri=http://127.0.0.1:8400/callback"), SimulatedCall.Get("/idp/userinfo").With("Authorization", "Bearer {access_token}")),
        SimulatedVisit.Of($"{Ask}&prompt=none&client=nobody-yet"),
        SimulatedVisit.Of("/idp/authorize?response_type=code&client_id=demo&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback%2F"),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var (provider, place, isPost) = (request.State.Provider, ProviderPlace.Of(request), request.Method == "POST");
        var form = ProviderForm.OfQuery(request);
        var said = isPost ? await ProviderForm.OfContentAsync(request, cancel) : null;

        // OpenID Connect Core §3.1.2.1: the request may come as a form as well.
        if (form["client_id"] is null && said?["client_id"] is not null)
            (form, said) = (said, null);
        if (form["request_uri"] is { } pushed)
        {
            if (!provider.PushedRequests.TryTake(pushed, out var before) || before.Values.GetValueOrDefault("client_id") != form["client_id"] || before.Ends <= request.Now)
                return Shown("The request_uri is none that was given to this client, was used, or has ended.");
            if (form.Names.Contains("auto"))
                before.Values["auto"] = "1";
            form = ProviderForm.Of(before.Values);
        }

        if (AuthorizationAsk.Read(form, provider, place, out var fault) is not { } ask)
            return Shown(fault);
        if (ask.Fault() is var (code, words))
            return Back(ask.Back(("error", code), ("error_description", words)), isPost);
        return Answer(request, ask, form, said, isPost);
    }

    private static SimulatedAnswer Answer(SimulatedRequest request, AuthorizationAsk ask, ProviderForm form, ProviderForm? said, bool isPost)
    {
        var (client, now) = (request.Client, request.Now);
        var session = client.KeptForGood<SignedIn>(nameof(SignedIn));
        if (ask.IsSilent)
        {
            if (session is null || !ask.IsMetBy(session, now))
                return Back(ask.Back(("error", "login_required"), ("error_description", "Nobody signed in before, or not as it is asked for (OpenID Connect Core §3.1.2.6).")), isPost);
        }
        else if (said?["do"] == "deny")
        {
            return Back(ask.Back(("error", "access_denied"), ("error_description", "The person said no.")), isPost);
        }
        else if (said?["do"] == "allow" || ask.IsAutomatic)
        {
            session = ask.SignIn(said?["user"] ?? ask.Person, now);
            client.PutForGood(nameof(SignedIn), session);
        }
        else
        {
            return ProviderAnswers.Page("Sign in", ask.Page(Action(form)));
        }

        var grant = ask.Grant(session, now);
        var code = Handle.Next();
        request.State.Provider.Codes.Add(code, grant);
        return Back(ask.Back(("code", code)), isPost);
    }

    // What was handed in beforehand is gone, so that the form says all of it again.
    private static string Action(ProviderForm form) => $"/idp/authorize?{string.Join('&', form.ToDictionary().Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value)}"))}";

    private static SimulatedAnswer Back(string address, bool isPost) => ProviderAnswers.Redirect(address, isPost);

    private static SimulatedAnswer Shown(string fault) => ProviderAnswers.Page("This request can't be answered", $"<p>{WebUtility.HtmlEncode(fault)}</p>", 400);

    private static SimulatedCall Token(string form) =>
        ProviderCalls.Form("/idp/token", $"grant_type=authorization_code&client_id=playground&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&{form}");
}
