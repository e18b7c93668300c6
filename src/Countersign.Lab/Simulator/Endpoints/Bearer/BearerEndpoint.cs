using System.Collections.Immutable;
using Countersign.Lab.Simulator.Endpoints.Provider;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Tokens;

namespace Countersign.Lab.Simulator.Endpoints.Bearer;

/// <summary>Bearer, as httpbin has it, but with tokens that are verified.</summary>
internal sealed class BearerEndpoint : SimulatedEndpoint
{
    public override string Path => "/bearer";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Lets in by Bearer (RFC 6750) with an access token of the built-in provider: /idp/mint gives one. httpbin takes any text for a token; /bearer/{token} takes one that nobody signed.";

    public override ImmutableArray<SimulatorParameter> Parameters => new BearerKind(TokenPlace.OfAnybody).Parameters;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(Path),
        new(SimulatedCall.Get("/idp/mint"), ProviderCalls.WithToken(Path)),
        new(SimulatedCall.Get("/idp/mint?jkt={jkt}"), ProviderCalls.WithToken(Path)) { Provokes = ["credentials/bound-as-bearer"] },
        new(SimulatedCall.Get("/idp/mint"), SimulatedCall.Get("/bearer?token-in=query&access_token={access_token}")) { Provokes = ["bearer/token-in-query"] },
        new(SimulatedCall.Get("/idp/mint"), ProviderCalls.Form("/bearer?token-in=form", "access_token={access_token}")),
        new(SimulatedCall.Get("/idp/mint"), ProviderCalls.WithToken("/bearer?token-in=header,query&access_token={access_token}")) { Provokes = ["credentials/several-places"] },
        new(SimulatedCall.Get(Path).With("Authorization", "Bearer anything")) { Provokes = ["token/opaque"] },
        new(SimulatedCall.Get(Path).With("Authorization", "Bearer two words")) { Provokes = ["credentials/inner-whitespace"] },
        new(SimulatedCall.Get(Path).With("Authorization", "Basic YW5uYTpzZWNyZXQ=")) { Provokes = ["credentials/scheme-not-offered"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var place = new ProtectedPlace([new BearerKind(TokenPlace.OfAnybody)]);
        return place.Answer(await place.JudgeAsync(request, cancel));
    }
}
