using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where clients hand in authorization requests beforehand.</summary>
internal sealed class PushedRequestEndpoint : SimulatedEndpoint
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";
    private const string Bound = "dpop_jkt";
    private const int Life = 60;

    public override string Path => "/idp/par";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Takes an authorization request beforehand (RFC 9126), so that nothing of it stands in the browser's address.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(ProviderCalls.Form(Path, "client_id=demo&client_secret=demo-secret&response_type=code&redirect_uri=http://127.0.0.1:8400/callback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"), SimulatedCall.Get("/idp/authorize?client_id=demo&request_uri={request_uri}&auto=1")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var (ask, answer) = await ClientAsk.ReadAsync(request, cancel);
        if (ask is null)
            return answer!;
        if (ask.Form["request_uri"] is not null)
            return ProviderAnswers.Error("invalid_request", "A pushed request has no request_uri (RFC 9126 §2.1).");
        var values = ask.Form.ToDictionary();
        values["client_id"] = ask.Client.Id;
        foreach (var shown in (string[])["client_secret", "client_assertion", "client_assertion_type"])
            values.Remove(shown);
        if (AuthorizationAsk.Read(ProviderForm.Of(values), ask.Provider, ask.Place, out var wrong) is not { } asked)
            return ProviderAnswers.Error("invalid_request", wrong);
        if (asked.Fault() is var (code, words))
            return ProviderAnswers.Error(code, words);
        if (await BindAsync(ask, values, cancel) is { } unproven)
            return unproven;
        var name = Prefix + Handle.Next();
        ask.Provider.PushedRequests.Add(name, new(values, request.Now.AddSeconds(Life)));
        return ProviderAnswers.Json(new() { ["request_uri"] = name, ["expires_in"] = (JsonNode)Life }, 201);
    }

    // A proof says what dpop_jkt says otherwise (RFC 9449 §10.1).
    private static async ValueTask<SimulatedAnswer?> BindAsync(ClientAsk ask, Dictionary<string, string> values, CancellationToken cancel)
    {
        if (!ask.HasProof)
            return null;
        var (wish, fault) = await ask.BindAsync(new(), cancel);
        if (wish is null)
            return fault;
        if (values.TryGetValue(Bound, out var said) && said != wish.Thumbprint)
            return ProviderAnswers.Error("invalid_dpop_proof", "The dpop_jkt is that of another key than the proof's (RFC 9449 §10.1).");
        values[Bound] = wish.Thumbprint!;
        return null;
    }
}
