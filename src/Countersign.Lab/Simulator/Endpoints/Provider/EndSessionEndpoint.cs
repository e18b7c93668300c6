using System.Collections.Immutable;
using System.Net;
using Countersign.Lab.Simulator.Provider;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where people sign out.</summary>
internal sealed class EndSessionEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/end-session";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story =>
        "Signs a person out at the provider (OpenID Connect RP-Initiated Logout): with the ID token as id_token_hint, or client_id, and post_logout_redirect_uri and state where the person is to come back. Tokens that were given count on.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(Path),
        SimulatedVisit.Of($"{Path}?client_id=playground&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8400%2F&state=s1"),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var isPost = request.Method == "POST";
        var form = isPost ? await ProviderForm.OfContentAsync(request, cancel) : ProviderForm.OfQuery(request);
        if (form is null || form.Repeated is not null)
            return Shown("The parameters come as application/x-www-form-urlencoded, each once.");
        var hint = form["id_token_hint"] is { } token ? await ClientOfAsync(request, token, cancel) : null;
        if (form["id_token_hint"] is not null && hint is null)
            return Shown("The id_token_hint is no ID token of this provider.");
        if (hint is not null && form["client_id"] is { } said && said != hint)
            return Shown("The id_token_hint was given to another client than client_id.");
        var address = form["post_logout_redirect_uri"];
        var client = hint ?? form["client_id"];
        if (address is not null && (client is null || !request.State.Provider.Clients.Find(client).Dismisses(address)))
            return Shown("The post_logout_redirect_uri is none that the client registered, character for character, or nothing says which client that is.");
        request.Client.Drop(nameof(SignedIn));
        return address is null ? ProviderAnswers.Page("Signed out", "<p>You are signed out.</p>") : ProviderAnswers.Redirect(Back(address, form["state"]), isPost);
    }

    // Also of one that has ended: people stay longer than ID tokens count (§2).
    private static async ValueTask<string?> ClientOfAsync(SimulatedRequest request, string token, CancellationToken cancel)
    {
        var rules = new TokenRules { Types = ["JWT"], Leeway = TimeSpan.Zero };
        var judgement = await request.State.Provider.Judge(ProviderPlace.Of(request), request.Client, rules).VerifyAsync(token, default, cancel);
        return judgement.Token is { } known && (judgement.Failures.IsDefault || judgement.Failures.All(failure => failure.Check == TokenCheck.Expiry)) ? known.Claims.Audience.FirstOrDefault() : null;
    }

    private static string Back(string address, string? state) =>
        state is null ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state={Uri.EscapeDataString(state)}";

    private static SimulatedAnswer Shown(string fault) => ProviderAnswers.Page("This request can't be answered", $"<p>{WebUtility.HtmlEncode(fault)}</p>", 400);
}
