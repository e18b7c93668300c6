using System.Collections.Immutable;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Grants;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where clients get tokens.</summary>
internal sealed class TokenEndpoint : SimulatedEndpoint
{
    private const string Refresh = "grant_type=refresh_token&client_id=playground&refresh_token={refresh_token}";

    public override string Path => "/idp/token";

    public override SimulatorGroup Group => SimulatorGroup.Refresh;

    public override string Story =>
        "Where clients get tokens (RFC 6749 §3.2): for a code, a refresh token, themselves or a device, bound to a key where a proof comes along (RFC 9449 §5). Refresh tokens serve once, and one that comes again ends everything; the scope sim:refresh=slow or /idp/mint?refresh=slow has them do otherwise.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(Form("grant_type=client_credentials&client_id=demo&client_secret=demo-secret&scope=read"), SimulatedCall.Get("/sim/401/bearer?scope=read").With("Authorization", "Bearer {access_token}")),
        new(Form("grant_type=client_credentials&client_id=demo&client_secret=wrong")),
        new(Form("grant_type=password&client_id=demo&client_secret=demo-secret")),
        new(Form("grant_type=client_credentials&scope=read").With("Authorization", "Basic ZGVtbzpkZW1vLXNlY3JldA==")),
        new(Form("grant_type=client_credentials").With("Authorization", "Basic ZGVtbzp3cm9uZw==")),
        Renewing("rotate", 2),
        Renewing("keep", 2),
        Reusing("rotate"),
        Reusing("lenient"),
        Reusing("grace"),
        Reusing("race"),
        Reusing("unavailable"),
        Renewing("refuse", 1),
        Renewing("slow", 1),
        new(SimulatedCall.Get("/idp/mint?refresh=stale"), Form(Refresh), SimulatedCall.Get("/sim/401/bearer").With("Authorization", "Bearer {access_token}")) { Provokes = ["token/expired"] },
        new(SimulatedCall.Get("/idp/mint?refresh=rotate&refresh-life=0"), Form(Refresh)),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var (ask, answer) = await ClientAsk.ReadAsync(request, cancel);
        if (ask is null)
            return answer!;
        if (ask.Form["grant_type"] is not { } name)
            return ProviderAnswers.Error("invalid_request", "There is no grant_type.");
        return GrantType.All.FirstOrDefault(grant => grant.Name == name) is { } type
            ? await type.AnswerAsync(ask, cancel)
            : ProviderAnswers.Error("unsupported_grant_type", $"The grant_type is one of {string.Join(", ", GrantType.All.Select(grant => grant.Name))}.");
    }

    private static SimulatedVisit Renewing(string manner, int times) => new([SimulatedCall.Get($"/idp/mint?refresh={manner}"), .. Enumerable.Repeat(Form(Refresh), times)]);

    // The first of the refresh tokens, twice.
    private static SimulatedVisit Reusing(string manner) => new(
        SimulatedCall.Get($"/idp/mint?refresh={manner}"),
        Form(Refresh),
        Form("grant_type=refresh_token&client_id=playground&refresh_token={refresh_token@0}"));

    private static SimulatedCall Form(string content) => ProviderCalls.Form("/idp/token", content);
}
