using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>Where the challenge says that metadata are, and what is there.</summary>
internal sealed class MetadataTwist : RefusalTwist
{
    private const string Member = "resource_metadata";
    private const string Missing = "404";
    private const string Mismatch = "mismatch";

    public override string Name => "metadata";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Leads clients that look for who gives tokens (RFC 9728) somewhere else, or nowhere.";

    public override string? Scheme => "bearer";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        new(new("absent", "The challenge does not name them (RFC 9728 §5.1), though they are there.") { At = "/sim/401/bearer" }, (answer, _) => BearerLines.Edit(answer, each => each.But(Member))),
        new(new(Missing, "The challenge names them, and they are not there.") { At = "/sim/401/bearer" }, (_, _) => { }),
        new(new(Mismatch, "They are those of another resource: clients must not use them (RFC 9728 §3.3).") { At = "/sim/401/bearer" }, (_, _) => { }),
        new(new("relative", "The challenge has a path, where it has a whole address (RFC 9728 §5.1).", "bearer/resource-metadata-url") { At = "/sim/401/bearer" }, (answer, _) => Put(answer, "/.well-known/oauth-protected-resource")),
        new(new("cleartext", "They are fetched without TLS from another host (RFC 9728 §3).", "bearer/resource-metadata-url") { At = "/sim/401/bearer" }, (answer, _) => Put(answer, "http://api.example.com/.well-known/oauth-protected-resource")),
        new(new("private", "The challenge leads to a private address: clients that follow it ask for what only they can reach (RFC 9728 §7.7).") { At = "/sim/401/bearer" }, (answer, _) => Put(answer, "https://192.168.0.1/.well-known/oauth-protected-resource")),
    ];

    /// <summary>Whether the metadata of an address that asks for it are not there.</summary>
    public static bool IsMissing(SimulatedRequest request) => request.Query("metadata") == Missing;

    /// <summary>Whether they are those of another one.</summary>
    public static bool IsOfAnother(SimulatedRequest request) => request.Query("metadata") == Mismatch;

    private static void Put(SimulatedAnswer answer, string address) => BearerLines.Edit(answer, each => [.. each.But(Member), new AuthParam(Member, address)]);
}
