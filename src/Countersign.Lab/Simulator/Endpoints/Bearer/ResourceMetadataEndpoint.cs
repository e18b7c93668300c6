using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Tokens;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Twists.Bearer;

namespace Countersign.Lab.Simulator.Endpoints.Bearer;

/// <summary>What protected addresses say of themselves.</summary>
internal sealed class ResourceMetadataEndpoint : SimulatedEndpoint
{
    public override string Path => $"{TokenKind.MetadataPath}/{{**place}}";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Metadata of the addresses that take access tokens (RFC 9728): who gives tokens for them, and which scopes. The path and query of the resource stand behind; without them it is the whole simulator.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(TokenKind.MetadataPath),
        SimulatedVisit.Of($"{TokenKind.MetadataPath}/sim/401/bearer?scope=read"),
        SimulatedVisit.Of($"{TokenKind.MetadataPath}/sim/401/basic"),
        new(SimulatedCall.Get("/sim/401/bearer?scope=read"), SimulatedCall.Get($"{TokenKind.MetadataPath}/sim/401/bearer?scope=read")),
        new(SimulatedCall.Get("/sim/401/bearer?metadata=absent"), SimulatedCall.Get($"{TokenKind.MetadataPath}/sim/401/bearer?metadata=absent")) { Provokes = ["bearer/resource-metadata-missing"] },
        new(SimulatedCall.Get("/sim/401/bearer?metadata=404"), SimulatedCall.Get($"{TokenKind.MetadataPath}/sim/401/bearer?metadata=404")),
        new(SimulatedCall.Get("/sim/401/bearer?metadata=mismatch"), SimulatedCall.Get($"{TokenKind.MetadataPath}/sim/401/bearer?metadata=mismatch")),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var target = ProviderPlace.TargetOf(request);
        var resource = target.StartsWith(TokenKind.MetadataPath, StringComparison.Ordinal) ? target[TokenKind.MetadataPath.Length..] : "";
        if (KindsOf(resource.Split('?')[0]) is not { } kinds || MetadataTwist.IsMissing(request))
            return ValueTask.FromResult(new SimulatedAnswer(404) { Diagnosis = new("the path of an address that takes access tokens", resource) });
        var at = ProviderPlace.Of(request);
        var scopes = (request.Query("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var document = new JsonObject
        {
            ["resource"] = MetadataTwist.IsOfAnother(request) ? "https://api.example.com/" : at.Origin + resource,
            ["authorization_servers"] = new JsonArray(at.Issuer),
            ["bearer_methods_supported"] = new JsonArray([.. (request.Query("token-in") ?? "header").Split(',').Select(each => (JsonNode?)(each == "form" ? "body" : each))]),
            ["resource_name"] = "Countersign simulator",
        };
        if (scopes.Length > 0)
            document["scopes_supported"] = new JsonArray([.. scopes.Select(scope => (JsonNode?)scope)]);
        if (!kinds.Any(kind => kind is BearerKind))
            document["dpop_bound_access_tokens_required"] = true;
        return ValueTask.FromResult(ProviderAnswers.Public(document));
    }

    // Those that take tokens; null for an address that takes none.
    private static ImmutableArray<SchemeKind>? KindsOf(string path)
    {
        if (path is "" or "/" or "/bearer")
            return [new BearerKind(TokenPlace.OfAnybody)];
        return path.Split('/') is ["", "sim", _, var names] && SchemeKinds.Find(names) is { } kinds && kinds.Any(kind => kind is TokenKind) ? kinds : null;
    }
}
