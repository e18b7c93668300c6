using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Provider.Registrations;
using Countersign.Lab.Simulator.Provider.Tokens;
using Countersign.Schemes.Basic;
using Countersign.Tokens.Dpop;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>What a client asks of the provider, and which client it is.</summary>
/// <param name="Request">The request.</param>
/// <param name="Form">What came in its form.</param>
/// <param name="Client">The client; one with a secret has shown it.</param>
internal sealed record ClientAsk(SimulatedRequest Request, ProviderForm Form, RegisteredClient Client)
{
    private const string ProofField = "DPoP";
    private const string NonceField = "DPoP-Nonce";

    private static readonly DpopProofReader Proofs = new(new());

    /// <summary>The provider.</summary>
    public SimulatedProvider Provider => Request.State.Provider;

    /// <summary>Where it is.</summary>
    public ProviderPlace Place { get; } = ProviderPlace.Of(Request);

    /// <summary>Reads a request; null where it is answered already.</summary>
    public static async ValueTask<(ClientAsk? Ask, SimulatedAnswer? Answer)> ReadAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (await ProviderForm.OfContentAsync(request, cancel) is not { } form)
            return (null, ProviderAnswers.Error("invalid_request", "The parameters come as application/x-www-form-urlencoded (RFC 6749 §3.2)."));
        if (form.Repeated is { } twice)
            return (null, ProviderAnswers.Error("invalid_request", $"{twice} came more than once (RFC 6749 §3.2)."));
        var clients = request.State.Provider.Clients;
        if (request.Facts.FieldCount("Authorization") > 0)
            return await ByBasicAsync(request, form, clients, cancel);
        if (form["client_assertion"] is { } assertion)
            return await ByAssertionAsync(request, form, assertion, cancel);
        if (form["client_id"] is not { } id)
            return (null, Unknown(request, "There is no client_id, and no client shows itself by Basic."));
        var client = clients.Find(id);
        if (form["client_secret"] is { } secret ? ClientVault.Matches(client, secret) : client.IsPublic)
            return (new(request, form, client), null);
        return (null, Unknown(request, client.Secret is not null ? $"The client {id} has a secret, which has to come by Basic or as client_secret, and did not."
            : client.IsPublic ? $"The client {id} has no secret, and one came."
            : $"The client {id} has keys, and shows itself by client_assertion (RFC 7523 §2.2)."));
    }

    /// <summary>Whether a proof of a key came along (RFC 9449 §5).</summary>
    public bool HasProof => Request.Facts.FieldCount(ProofField) > 0;

    /// <summary>Whether tokens are asked for that are for none of this simulator.</summary>
    public bool HasForeignResource => Form.All("resource").Any(each => !Place.Has(each));

    /// <summary>The resource that a token is for by this request, or else by the grant (RFC 8707 §2.2); null where the request names one that was not granted.</summary>
    public string? ResourceOf(TokenWish granted)
    {
        var asked = Form.All("resource");
        return asked.IsEmpty ? granted.Resource ?? Place.Origin
            : HasForeignResource || (granted.Resource is { } one && asked.Any(each => each != one)) ? null
            : asked[0];
    }

    /// <summary>What is answered where there is none.</summary>
    public static SimulatedAnswer InvalidTarget() => ProviderAnswers.Error("invalid_target", "The resource is none of this simulator, or none that was granted (RFC 8707 §2).");

    /// <summary>A wish, bound to the key of the proof that came along; null where that proof is no good.</summary>
    public async ValueTask<(TokenWish? Wish, SimulatedAnswer? Answer)> BindAsync(TokenWish wish, CancellationToken cancel)
    {
        if (!HasProof)
            return wish.Thumbprint is null ? (wish, null) : (null, ProviderAnswers.Error("invalid_dpop_proof", "The grant is bound to a key, and no proof of it came (RFC 9449 §5)."));
        if (Request.Field(ProofField) is not { } text)
            return (null, ProviderAnswers.Error("invalid_dpop_proof", "There are several proofs."));
        var facts = Request.Facts;
        var reading = Proofs.Read(text, new(Request.Method, facts.IsTls ? "https" : "http", facts.Authority, ProviderPlace.TargetOf(Request)), null, Request.Now);
        if (reading.Proof is not { } proof)
            return (null, ProviderAnswers.Error("invalid_dpop_proof", $"The proof fails by its {string.Join(", ", reading.Failed)} (RFC 9449 §4.3)."));
        if (wish.NeedsNonce && (proof.Nonce is null || Provider.Nonces.Read(proof.Nonce).State != DpopNonceState.Alive))
        {
            var answer = ProviderAnswers.Error("use_dpop_nonce", "The proof needs the nonce of this answer (RFC 9449 §8).");
            answer.Add(NonceField, Provider.Nonces.Create());
            return (null, answer);
        }

        if (wish.Thumbprint is { } bound && bound != proof.Thumbprint)
            return (null, ProviderAnswers.Error("invalid_grant", "The grant is bound to another key (RFC 9449 §5)."));
        return await Provider.Proofs.TryUseAsync(proof.Thumbprint, proof.Id, proof.ExpiresAt!.Value, cancel) == Ports.ReplayOutcome.Fresh
            ? (wish with { Thumbprint = proof.Thumbprint }, null)
            : (null, ProviderAnswers.Error("invalid_dpop_proof", "The proof was used before (RFC 9449 §11.1)."));
    }

    private static async ValueTask<(ClientAsk?, SimulatedAnswer?)> ByAssertionAsync(SimulatedRequest request, ProviderForm form, string assertion, CancellationToken cancel)
    {
        if (form["client_secret"] is not null)
            return (null, ProviderAnswers.Error("invalid_request", "A secret came beside the assertion (RFC 6749 §2.3)."));
        if (form["client_assertion_type"] is not ClientAssertion.Type)
            return (null, Unknown(request, $"The client_assertion_type is {ClientAssertion.Type}."));
        if (ClientAssertion.ClientOf(assertion) is not { } id || (form["client_id"] is { } said && said != id))
            return (null, Unknown(request, "The assertion says nothing of its client, or of another one than client_id (RFC 7521 §4.2)."));
        var client = request.State.Provider.Clients.Find(id);
        return await ClientAssertion.FaultAsync(client, assertion, request, cancel) is { } fault ? (null, Unknown(request, fault)) : (new(request, form, client), null);
    }

    private static async ValueTask<(ClientAsk?, SimulatedAnswer?)> ByBasicAsync(SimulatedRequest request, ProviderForm form, ProviderClients clients, CancellationToken cancel)
    {
        if (form["client_secret"] is not null || form["client_assertion"] is not null)
            return (null, ProviderAnswers.Error("invalid_request", "The client shows itself by Basic and in the form (RFC 6749 §2.3)."));
        var decision = await Gate.DecideAsync(request.Facts, Policy(clients), cancel);
        if (!decision.IsAdmitted)
            return (null, Unknown(request, decision.Refusal!.Value.PublicRow().Sentence));
        if (form["client_id"] is { } said && said != decision.Subject!.Name)
            return (null, ProviderAnswers.Error("invalid_request", "The client_id is another than that of Basic."));
        return (new(request, form, clients.Find(decision.Subject!.Name)), null);
    }

    /// <summary>What is answered to a client that did not show itself: 401 with a challenge (RFC 6749 §5.2, RFC 9110 §15.5.2).</summary>
    public static SimulatedAnswer Unknown(SimulatedRequest request, string why)
    {
        var answer = ProviderAnswers.Error("invalid_client", why, 401);
        foreach (var challenge in Gate.ChallengesFor(request.Facts, Policy(request.State.Provider.Clients), new() { Refusal = Refusal.CredentialsMissing }))
            answer.Add("WWW-Authenticate", challenge.ToString());
        return answer;
    }

    private static AccessPolicy Policy(ProviderClients clients) => new(AccessKind.AnyOf)
    {
        Schemes = [new BasicScheme("client", new() { Realm = "Simulated provider", AllowCleartext = true }, new ClientVault(clients))],
    };
}
