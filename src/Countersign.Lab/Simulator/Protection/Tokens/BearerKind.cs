using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Schemes.Bearer;

namespace Countersign.Lab.Simulator.Protection.Tokens;

/// <summary>Bearer (RFC 6750).</summary>
/// <param name="place">What the address wants.</param>
internal sealed class BearerKind(TokenPlace place) : TokenKind(place)
{
    private static readonly string[] Places = ["header", "form", "query"];

    public override string Name => "bearer";

    public override string Story => "Bearer with access tokens of the built-in provider (RFC 6750, RFC 9068).";

    public override ImmutableArray<SimulatorParameter> Parameters =>
        [.. Common, new("token-in", "Where tokens may come, with commas between: header, form (RFC 6750 §2.2), query (§2.3).", "header")];

    protected override string Scheme => "Bearer";

    public override string? FaultOf(SimulatedRequest request) =>
        base.FaultOf(request) ?? (PlacesOf(request).All(Places.Contains) ? null : "token-in is header, form, query, or several of them with commas between.");

    public override IAuthScheme Create(SimulatedRequest request) => new BearerScheme(
        Name,
        new() { Realm = ValueOf(request, "realm"), AllowCleartext = true, TokenInForm = PlacesOf(request).Contains("form"), TokenInQuery = PlacesOf(request).Contains("query") },
        Judge(request),
        request.State.Clock);

    private string[] PlacesOf(SimulatedRequest request) => ValueOf(request, "token-in").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
