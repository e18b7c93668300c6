using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Tokens;
using Countersign.Schemes.Bearer;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Exercises.Doors;

/// <summary>Access tokens of exercises: made by the simulator's provider, and judged by the core's verifier.</summary>
internal static class LabTokens
{
    /// <summary>The client that gets tokens for itself, with its secret.</summary>
    public const string Client = "lab:lab-secret";

    /// <summary>Makes tokens.</summary>
    public static MintedTokens Mint(LabCall call, TokenWish wish) => call.Request.State.Provider.Mint(ProviderOf(call.Request), call.Request.Client, wish);

    /// <summary>Bearer with such tokens.</summary>
    /// <param name="audience">Whom they have to be for.</param>
    /// <param name="expected">What is let in, in words.</param>
    /// <param name="demands">What is wanted beyond a token; null for nothing.</param>
    /// <param name="clock">The server's clock; null for the right one.</param>
    public static DoorKind Bearer(string audience, string expected, Func<SimulatedRequest, AccessPolicy, AccessPolicy>? demands = null, TimeProvider? clock = null) => new("bearer", expected, request =>
    {
        var (provider, now) = (request.State.Provider, clock ?? request.State.Clock);
        var rules = new TokenRules { Audiences = [audience], Leeway = TimeSpan.Zero };
        return new BearerScheme("bearer", new() { Realm = "Orders", AllowCleartext = true }, new TokenVerifier([new(ProviderOf(request).Issuer, provider.KeysOf(request.Client), rules)], provider, now), now);
    })
    {
        Demands = demands,
    };

    /// <summary>The answer to a client that asks for a token for itself (RFC 6749 §4.4), or why it gets none.</summary>
    /// <param name="call">The request.</param>
    /// <param name="wish">What the token is like, from what was asked for; null for what is not given.</param>
    public static SimulatedAnswer ForItself(LabCall call, Func<LabExchange, TokenWish?> wish)
    {
        var asked = new LabExchange(0, default, call.Sent, 0);
        if (call.Sent.Method != "POST")
            return ProviderAnswers.Error("invalid_request", "Tokens are asked for by POST (RFC 6749 §3.2).", 405);
        if (asked.Form("grant_type") != "client_credentials")
            return ProviderAnswers.Error("unsupported_grant_type", "The form wants grant_type=client_credentials (RFC 6749 §4.4.2); JSON is not read.");
        if (!IsClient(asked))
        {
            var unknown = ProviderAnswers.Error("invalid_client", "The client is lab with the secret lab-secret, by Basic or in the form (RFC 6749 §2.3.1).", 401);
            unknown.Add("WWW-Authenticate", "Basic realm=\"Provider\"");
            return unknown;
        }

        return wish(asked) is { } granted ? ProviderAnswers.Json(Mint(call, granted).ToJson()) : ProviderAnswers.Error("invalid_target", "There is no such resource here (RFC 8707 §2).");
    }

    /// <summary>Scopes that were asked for.</summary>
    public static ImmutableArray<string> ScopesOf(LabExchange asked) => [.. (asked.Form("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>An error of a token endpoint.</summary>
    public static SimulatedAnswer Error(string code, string description) => ProviderAnswers.Error(code, description);

    /// <summary>JSON.</summary>
    public static SimulatedAnswer Json(JsonObject json) => ProviderAnswers.Json(json);

    // Each learner's exercise has an issuer of its own, so that no token of another counts. By whichever name of this machine somebody asks, it is the same.
    private static ProviderPlace ProviderOf(SimulatedRequest request) => new($"https://idp.example.org{string.Join('/', (request.Context.Request.Path.Value ?? "").Split('/').Take(4))}");

    private static bool IsClient(LabExchange asked) => asked.Login is { } login ? login == ("lab", "lab-secret") : asked.Form("client_id") == "lab" && asked.Form("client_secret") == "lab-secret";
}
